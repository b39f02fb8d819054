/** Bodies: JSON that says it is JSON; where it is not, the place is named. */
import { createMiddleware } from 'hono/factory';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** Lets a body through that can be read as JSON: 415 for another type, 400 for what is malformed. */
export const jsonBody = createMiddleware<WebEnv>(async (c, next) => {
  if (c.req.method === 'POST') {
    if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
      throw new WebError(
        415,
        'The body does not say that it is JSON.',
        'Send it with the header Content-Type: application/json.',
      );
    }
    const text = await c.req.text();
    const place = malformedAt(text);
    if (place !== undefined) {
      throw new WebError(
        400,
        `The body is no JSON from ${describePlace(text, place)} on.`,
        'Send one JSON object, such as {"question": "What was said about 5G?"}.',
      );
    }
  }
  await next();
});

/** Where a text stops being JSON, as an offset; nothing for JSON. */
export function malformedAt(text: string): number | undefined {
  const message = problemOf(text);
  if (message === undefined) return undefined;
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  if (!isUnexpectedToken(message)) return text.length;
  // V8 tells no position of an unexpected token, but a text that ends before it has another problem, or none.
  let [fine, wrong] = [0, text.length];
  while (wrong - fine > 1) {
    const middle = Math.floor((fine + wrong) / 2);
    if (isUnexpectedToken(problemOf(text.slice(0, middle)) ?? '')) wrong = middle;
    else fine = middle;
  }
  return fine;
}

function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isUnexpectedToken(message: string): boolean {
  return message.startsWith('Unexpected token');
}

function describePlace(text: string, place: number): string {
  if (place >= text.length) return 'its end';
  const before = text.slice(0, place).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
