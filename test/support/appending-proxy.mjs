/**
 * A proxy as nginx and Caddy are documented: the address that it sees goes behind what `X-Forwarded-For` holds already.
 * Arguments: its own port and that of the server, both on 127.0.0.1.
 */
import { createServer, request } from 'node:http';

const [own, upstream] = process.argv.slice(2).map(Number);

createServer((incoming, outgoing) => {
  const { method, url, headers, socket } = incoming;
  const seen = [headers['x-forwarded-for'], socket.remoteAddress].filter((address) => address !== undefined);
  const forwarded = { ...headers, 'x-forwarded-for': seen.join(', ') };
  const there = request(
    { host: '127.0.0.1', port: upstream, method, path: url, headers: forwarded },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  there.on('error', () => outgoing.writeHead(502).end());
  incoming.pipe(there);
}).listen(own, '127.0.0.1');
