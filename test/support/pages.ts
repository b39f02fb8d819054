/** A loopback web server for tests: paths to answers. */
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Page = string | ((response: ServerResponse) => void);

/** Serves pages as HTML (or however a function answers) and gives their origin and the paths asked for. */
export async function servePages(pages: Record<string, Page>): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  const answer: RequestListener = ({ url = '/' }, response) => {
    asked.push(url);
    const page = pages[url];
    if (typeof page === 'function') return page(response);
    if (page === undefined) response.writeHead(404).end('not here');
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
