/** Calls to the server that this page came from. */
import type {
  Channel,
  CommandCall,
  CompleteCall,
  Completion,
  DocumentListing,
  MenuCall,
  Outcome,
  PassagePlace,
  PressCall,
  SourceDocument,
  TopicCard,
  Why,
  WhyCall,
} from '../playground/wire.ts';

/** What the server said instead of an answer, or that it said nothing. */
export class ApiError extends Error {}

export const api = {
  channel: () => request<Channel>('/playground/channel'),
  command: (call: CommandCall) => post<Outcome>('/playground/command', call),
  message: (text: string) => post<Outcome>('/playground/message', { text }),
  menu: (call: MenuCall) => post<Outcome>('/playground/menu', call),
  press: (call: PressCall) => post<Outcome>('/playground/press', call),
  complete: (call: CompleteCall, signal: AbortSignal) =>
    post<Completion>('/playground/complete', call, signal),
  why: (call: WhyCall) => post<Why>('/playground/why', call),
  documents: () => request<DocumentListing[]>('/playground/documents'),
  document: (id: string) => request<SourceDocument>(`/playground/documents/${encodeURIComponent(id)}`),
  passage: (id: string) => request<PassagePlace>(`/playground/passages/${encodeURIComponent(id)}`),
  topics: () => request<TopicCard[]>('/playground/topics'),
};

function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, init).catch(() => {
    throw new ApiError('The server does not answer. Is `npm start` still running?');
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as T;
  throw new ApiError(messageIn(body) ?? `The server answered with ${response.status}. Please try again.`);
}

/** Refusals are problem details (RFC 9457). */
function messageIn(body: unknown): string | undefined {
  const { detail, remedy } = (body ?? {}) as { detail?: unknown; remedy?: unknown };
  return typeof detail === 'string'
    ? `${detail} ${typeof remedy === 'string' ? remedy : ''}`.trim()
    : undefined;
}
