/** What a message body is refused for, and short ways to write bodies. */
import { ApiError } from './api-error.ts';
import { type Call, type Content, composeMessage, Flag } from './message-rules.ts';

/** Each problem as `path: CODE`, or the plain error code. */
export function refusals(
  body: unknown,
  call: Call = 'create',
  current?: Content,
  at: string[] = [],
): string[] {
  try {
    composeMessage(body, { call, at, ...(current && { current }) });
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.errors ? leaves(error.errors) : [String(error.code)];
  }
}

function leaves(tree: object, path: string[] = []): string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    name === '_errors' && Array.isArray(value)
      ? value.map(({ code }) => `${path.join('.')}: ${code}`)
      : leaves(Object(value), [...path, name]),
  );
}

export const long = (length: number) => 'x'.repeat(length);
export const many = <T>(count: number, make: (n: number) => T) =>
  Array.from({ length: count }, (_, n) => make(n));
export const row = (...components: unknown[]) => ({ type: 1, components });
export const button = (more: object = {}) => ({ type: 2, style: 1, label: 'B', custom_id: 'b', ...more });
export const link = (more: object = {}) => ({
  type: 2,
  style: 5,
  label: 'L',
  url: 'https://example.org',
  ...more,
});
export const select = (more: object = {}) => ({
  type: 3,
  custom_id: 's',
  options: [{ label: 'A', value: 'a' }],
  ...more,
});
export const withEmbed = (embed: object) => ({ embeds: [embed] });
export const withRow = (...components: unknown[]) => ({ components: [row(...components)] });
export const modern = (...components: unknown[]) => ({ flags: Flag.componentsV2, components });
export const text = (content = 'text') => ({ type: 10, content });
export const container = (...components: unknown[]) => ({ type: 17, components });
export const field = (name: string, value = 'v') => ({ name, value });
