/** No body is larger than allowed, also where it does not say how large it is. */
import { createMiddleware } from 'hono/factory';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';

/** Throws 413 for a body of more bytes. What comes after reads a body that was bounded. */
export function boundBody(mostBytes: number) {
  const tooLarge = () =>
    new WebError(413, `The body is larger than ${Math.floor(mostBytes / 1024)} KB.`, 'Send less.', {
      Connection: 'close',
    });
  return createMiddleware<WebEnv>(async (c, next) => {
    const { raw, method } = c.req;
    if (method === 'GET' || method === 'HEAD') return next();
    if (!raw.headers.has('transfer-encoding')) {
      // HTTP holds a client to the length that it names.
      if (Number(raw.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge();
      return next();
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of raw.body ?? []) {
      size += chunk.length;
      if (size > mostBytes) throw tooLarge();
      chunks.push(chunk);
    }
    c.req.raw = new Request(raw.url, { method, headers: [...raw.headers], body: Buffer.concat(chunks) });
    return next();
  });
}
