/** What a distribution without the security plugin lacks: TLS and a login, by a small proxy in front of a node. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Front {
  url: string;
  /** The PEM file of the authority that signed the proxy's certificate. */
  ca: string;
  close(): void;
}

/** Lets requests with this user and password through to `target`; any other gets 401. */
export async function startFront(target: string, user: string, password: string): Promise<Front> {
  const folder = mkdtempSync(path.join(tmpdir(), 'front-'));
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (incoming, answer) => {
      if (incoming.headers.authorization !== wanted) {
        answer.writeHead(401, { 'content-type': 'text/plain' }).end('Unauthorized');
        return;
      }
      const { method, url = '/', headers } = incoming;
      const passed = request(target + url, { method: method ?? 'GET', headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      });
      passed.on('error', () => answer.writeHead(502).end());
      incoming.pipe(passed);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    ca: certificate,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
