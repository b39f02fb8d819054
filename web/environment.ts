/** What a request brings along beside its own words. */
import type { HttpBindings } from '@hono/node-server';

export interface WebEnv {
  /** Absent where a test asks the app without a server. */
  Bindings: Partial<HttpBindings> & {
    /** The server listens on this machine's own addresses only. */
    loopbackOnly?: boolean;
  };
}
