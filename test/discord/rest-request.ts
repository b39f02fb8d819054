/** One REST call: its path, query and body, JSON or multipart. */
import type { IncomingMessage } from 'node:http';
import { apiError } from './api-error.ts';
import { type Fields, isFields, listOf } from './form.ts';
import { snowflakeAt } from './snowflake.ts';

export interface RestRequest {
  readonly method: string;
  /** Without `/api/v10`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
  readonly files: readonly Fields[];
}

/** Splits an address below `/api/v10`; the path is decoded, since clients write `@original` as `%40original`. */
export function readPath(address: string): { path: string; version: string; query: URLSearchParams } {
  const { pathname, searchParams } = new URL(address, 'http://loopback');
  const found = /^\/api(?:\/v(\d+))?(\/.*)$/.exec(pathname);
  return { path: decodeURIComponent(found?.[2] ?? ''), version: found?.[1] ?? '10', query: searchParams };
}

export async function readBody(
  request: IncomingMessage,
): Promise<{ body: unknown; files: readonly Fields[] }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (raw.length === 0) return { body: undefined, files: [] };
  if (!type.startsWith('multipart/form-data')) return { body: parse(raw.toString()), files: [] };
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const payload = form.get('payload_json');
  const body = typeof payload === 'string' ? parse(payload) : Object.fromEntries(form);
  return { body, files: await readFiles(form, body) };
}

/** The uploads, `files[0]` and so on, with what `attachments` says about each. */
async function readFiles(form: FormData, body: unknown): Promise<Fields[]> {
  const message = isFields(body) && isFields(body.data) ? body.data : body;
  const notes = listOf(isFields(message) ? message.attachments : undefined).filter(isFields);
  const files: Fields[] = [];
  for (const [name, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (index === undefined || typeof value === 'string') continue;
    const note = notes.find(({ id }) => String(id) === index);
    const id = snowflakeAt(Date.now());
    const address = `https://cdn.discordapp.com/attachments/${id}/${encodeURIComponent(value.name)}`;
    files.push({
      id,
      filename: String(note?.filename ?? value.name),
      ...(note?.description !== undefined && { description: note.description }),
      content_type: value.type,
      size: value.size,
      url: address,
      proxy_url: address,
      text: await value.text(),
    });
  }
  return files;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw apiError('invalidJson');
  }
}
