/** Where one is on the page: the part of the address after `#`. */

export type Route =
  | { view: 'channel' }
  /** `month` is `2019-02`. */
  | { view: 'record'; month?: string }
  | { view: 'source'; document: string; passage?: string };

export function readRoute(hash: string): Route {
  const [view, first, second] = hash.replace(/^#/, '').split('/').map(decodePart);
  if (view === 'record') return first && /^\d{4}-\d{2}$/.test(first) ? { view, month: first } : { view };
  if (view === 'source' && first) return { view, document: first, ...(second && { passage: second }) };
  return { view: 'channel' };
}

export function writeRoute(route: Route): string {
  switch (route.view) {
    case 'channel':
      return '#';
    case 'record':
      return route.month === undefined ? '#record' : `#record/${route.month}`;
    case 'source': {
      const parts = [route.document, ...(route.passage === undefined ? [] : [route.passage])];
      return `#source/${parts.map(encodeURIComponent).join('/')}`;
    }
  }
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
