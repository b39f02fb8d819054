/** Lets Node run this project's TypeScript: `node --import ./scripts/runtime/typescript.mjs FILE`. */
import 'tsx';
import { register } from 'node:module';

register('./packages.mjs', import.meta.url);
