/** The table of REST routes: what each method and path does. */
import type { RestRequest } from './rest-request.ts';
import type { State } from './state.ts';

export interface Call extends RestRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly state: State;
  /** Notes fields that Discord drops without a word. */
  note(ignored: readonly string[]): void;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  /** `GET /channels/:channel` */
  readonly call: string;
  /** Interaction routes carry their own token in the path; all others want the bot's. */
  readonly open?: boolean;
  handle(call: Call): Answer;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

/** The parameters of a route's path, or nothing when it is another path. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
