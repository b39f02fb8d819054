/** What a message shows, and how it is written into a button: the whole state lives in `custom_id`. */
import { z } from 'zod';
import { LIMITS } from './limits.ts';

const passageId = z.string().regex(/^[0-9a-hjkmnp-tv-z]{10}$/);
const page = z.int().min(0).max(999);

/** Longest topic name that a button can carry. */
const MAX_TOPIC_LENGTH = 80;
/** Most hits that a button can carry. */
export const MAX_HITS_IN_VIEW = 6;

export const viewSchema = z.discriminatedUnion('kind', [
  /** One of an answer's hits; `page` of its text. */
  z.object({
    kind: z.literal('hits'),
    verdict: z.enum(['answer', 'related', 'none']),
    ids: z.array(passageId).min(1).max(MAX_HITS_IN_VIEW),
    at: z
      .int()
      .min(0)
      .max(MAX_HITS_IN_VIEW - 1),
    page,
  }),
  /** A passage among the paragraphs around it. */
  z.object({ kind: z.literal('context'), id: passageId, page }),
  /** The whole question that a passage answers. */
  z.object({ kind: z.literal('question'), id: passageId, page }),
  /** A passage as a plain, citable block. */
  z.object({ kind: z.literal('copy'), id: passageId }),
  /** The statements on a topic. */
  z.object({ kind: z.literal('topic'), name: z.string().min(1).max(MAX_TOPIC_LENGTH), page }),
]);
export type View = z.infer<typeof viewSchema>;

/**
 * Where the view goes when the button is pressed: in place of this message, to the presser alone, or to everyone.
 * `select` opens the passage that was chosen from a menu, to the presser alone. `publish` without a view shows the
 * message itself.
 */
export type Target = 'update' | 'private' | 'publish' | 'select';

export interface Press {
  target: Target;
  /** Absent for `select` (the menu's value is the passage) and for a message that is published as it is. */
  view?: View;
}

const VERSION = '1';
const TARGETS: Record<Target, string> = { update: 'u', private: 'p', publish: 'x', select: 's' };
const VERDICTS = { answer: 'a', related: 'r', none: 'n' } as const;
const SEPARATOR = '|';

/** `slot` tells apart two buttons of one message that lead to the same view. At most 100 characters. */
export function encodePress({ target, view }: Press, slot: string): string {
  const id = [VERSION, TARGETS[target] + slot, ...(view ? encodeView(view) : [])].join(SEPARATOR);
  if (id.length > LIMITS.customId) throw new RangeError(`custom_id of ${id.length} characters: ${id}`);
  return id;
}

function encodeView(view: View): string[] {
  switch (view.kind) {
    case 'hits':
      return ['h', VERDICTS[view.verdict], String(view.at), String(view.page), view.ids.join('')];
    case 'context':
      return ['c', view.id, String(view.page)];
    case 'question':
      return ['q', view.id, String(view.page)];
    case 'copy':
      return ['y', view.id];
    case 'topic':
      return ['t', String(view.page), view.name];
  }
}

/** Reads a `custom_id`; nothing for one that is forged, damaged or of another version. */
export function decodePress(customId: string): Press | undefined {
  const [version, how = '', ...fields] = customId.split(SEPARATOR);
  const target = (Object.keys(TARGETS) as Target[]).find((name) => TARGETS[name] === how[0]);
  if (version !== VERSION || target === undefined) return undefined;
  if (target === 'select' || (target === 'publish' && fields.length === 0)) return { target };
  const view = viewSchema.safeParse(decodeView(fields));
  return view.success ? { target, view: view.data } : undefined;
}

function decodeView([kind, ...fields]: readonly string[]): unknown {
  switch (kind) {
    case 'h': {
      const [verdict, at, page, ids = ''] = fields;
      const name = Object.entries(VERDICTS).find(([, letter]) => letter === verdict)?.[0];
      return {
        kind: 'hits',
        verdict: name,
        at: count(at),
        page: count(page),
        ids: ids.match(/.{1,10}/g) ?? [],
      };
    }
    case 'c':
      return { kind: 'context', id: fields[0], page: count(fields[1]) };
    case 'q':
      return { kind: 'question', id: fields[0], page: count(fields[1]) };
    case 'y':
      return { kind: 'copy', id: fields[0] };
    case 't':
      return { kind: 'topic', page: count(fields[0]), name: fields.slice(1).join(SEPARATOR) };
    default:
      return undefined;
  }
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

/** Whether a topic's name has room in the button that leads to it. */
export function fitsButton(topic: string): boolean {
  return topic.length <= MAX_TOPIC_LENGTH;
}
