/** `npm run mcp`: the record for assistants, over the Model Context Protocol on standard input and output. */
import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { botSettings } from '../bot/settings.ts';
import manifest from '../package.json' with { type: 'json' };
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { createMcpServer } from '../web/mcp/server.ts';
import { readArguments, runCommand } from './terminal/command.ts';
import { withRecord } from './terminal/record.ts';

const settingsSchema = recordSettings.extend({ PUBLIC_URL: botSettings.shape.PUBLIC_URL });

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm run --silent mcp');
  const { PUBLIC_URL: publicUrl, ...settings } = readSettings(settingsSchema, process.env);
  await withRecord(settings, async (services) => {
    const server = createMcpServer({ services, publicUrl, version: manifest.version });
    await server.connect(new StdioServerTransport());
    // The client ends the server by closing its input.
    await once(process.stdin, 'close');
    await server.close();
  });
});
