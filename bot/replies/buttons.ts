/** Buttons and menus of a reply. What a message shows (its view) is written whole into their `custom_id`. */
import type { APIButtonComponent } from 'discord.js';
import { z } from 'zod';
import { LIMITS, type Row, shorten } from './reply.ts';

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

export interface ButtonLook {
  label: string;
  /** A Unicode emoji before the label. */
  emoji?: string;
  disabled?: boolean;
  primary?: boolean;
}

/** A button that leads to a view. `slot` must be its own in the message. */
export function button(
  press: Press,
  slot: string,
  { label, emoji, disabled, primary }: ButtonLook,
): APIButtonComponent {
  return {
    type: 2,
    style: primary ? 1 : 2,
    custom_id: encodePress(press, slot),
    label: shorten(label, LIMITS.buttonLabel),
    ...(emoji !== undefined && { emoji: { name: emoji } }),
    ...(disabled && { disabled }),
  };
}

/** A button that opens an address of at most LIMITS.buttonUrl characters. */
export function linkButton(label: string, url: string): APIButtonComponent {
  return { type: 2, style: 5, label, url, emoji: { name: '🔗' } };
}

/** Rows of five; more than five rows are a mistake of the caller. */
export function inRows(buttons: readonly APIButtonComponent[]): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < buttons.length; i += LIMITS.buttonsInRow) {
    rows.push({ type: 1, components: buttons.slice(i, i + LIMITS.buttonsInRow) });
  }
  return rows;
}

export interface PassageChoice {
  id: string;
  label: string;
  description: string;
}

/** A menu that opens one of the passages. */
export function passageMenu(placeholder: string, choices: readonly PassageChoice[]): Row {
  return {
    type: 1,
    components: [
      {
        type: 3,
        custom_id: encodePress({ target: 'select' }, 'm'),
        placeholder: shorten(placeholder, LIMITS.optionText),
        options: choices.slice(0, LIMITS.selectOptions).map(({ id, label, description }) => ({
          value: id,
          label: shorten(label, LIMITS.optionText),
          description: shorten(description, LIMITS.optionText),
        })),
      },
    ],
  };
}

/** Buttons to turn the pages of a view, if it has several. */
export function pageButtons(page: number, pages: number, at: (page: number) => View) {
  if (pages < 2) return [];
  const turnTo = (to: number) => ({ target: 'update', view: at(to) }) as const;
  return [
    button(turnTo(Math.max(0, page - 1)), 'b', { label: 'Page back', emoji: '⬅️', disabled: page <= 0 }),
    button(turnTo(Math.min(pages - 1, page + 1)), 'f', {
      label: 'Page on',
      emoji: '➡️',
      disabled: page >= pages - 1,
    }),
  ];
}

/** Shows the private message itself to everyone: for what no view can draw again. */
export function publishAsItIs() {
  return button({ target: 'publish' }, 'v', PUBLISH);
}

const PUBLISH = { label: 'Publish', emoji: '📢', primary: true } as const;

/** Shows to everyone what only one person sees. */
export function publishButton(view: View) {
  return button({ target: 'publish', view }, 'x', PUBLISH);
}
