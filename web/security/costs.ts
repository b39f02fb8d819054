/** What a request costs: searching costs more than reading, and what watches over the server costs nothing. */

/** In points; `searches` says that the models or the whole record work for it, so that few may wait at once. */
export interface Cost {
  points: number;
  searches: boolean;
}

const READING: Cost = { points: 1, searches: false };
const SEARCHING: Cost = { points: 20, searches: true };
const PLAYING: Cost = { points: 5, searches: true };
const NOTHING: Cost = { points: 0, searches: false };

export function costOf(method: string, path: string): Cost {
  if (path === '/healthz' || path === '/metrics') return NOTHING;
  if (method === 'OPTIONS') return READING;
  if (path === '/api/ask' || path === '/api/verify') return SEARCHING;
  // What is typed is completed at every key.
  if (path === '/playground/complete') return READING;
  // A click in the playground may search, or only turn a page.
  if (path.startsWith('/playground/') && method === 'POST') return PLAYING;
  return READING;
}
