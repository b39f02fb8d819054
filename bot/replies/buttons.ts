/** Buttons and menus of a reply. What a message shows (its view) is written whole into their `custom_id`. */
import type { APIButtonComponent, APISelectMenuOption } from 'discord.js';
import { z } from 'zod';
import { foldSpace } from '../../corpus/passage-id.ts';
import { passageSchema } from '../../corpus/schema.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { LIMITS, type ReplyContext, type Row, shorten } from './reply.ts';

const passageId = passageSchema.shape.id;
const page = z.int().min(0).max(999);

/** Longest topic name that a button can carry. */
const MAX_TOPIC_LENGTH = 80;
/** Most hits that a button can carry with the sentence that answers in each; older buttons have one more. */
export const MAX_HITS_IN_VIEW = 5;
const MAX_HITS_READ = 6;

/** A part of a passage's text, in UTF-16 units. */
const span = z.object({ start: z.int().min(0), end: z.int().min(0) });
export type Span = z.infer<typeof span>;

export const viewSchema = z.discriminatedUnion('kind', [
  /** One of an answer's hits, `page` of its text; `marks` are the sentences that answer, one a hit. */
  z.object({
    kind: z.literal('hits'),
    verdict: z.enum(['answer', 'related', 'none']),
    ids: z.array(passageId).min(1).max(MAX_HITS_READ),
    marks: z.array(span.nullable()).max(MAX_HITS_IN_VIEW).optional(),
    at: z
      .int()
      .min(0)
      .max(MAX_HITS_READ - 1),
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
export type ViewOf<Kind extends View['kind']> = Extract<View, { kind: Kind }>;

/**
 * Where the view goes when the button is pressed: in place of this message, to the presser alone, or to everyone.
 * `select` opens the passage that was chosen from a menu, to the presser alone. `publish` without a view shows the
 * message itself. `dismiss` deletes the message. `setting` and `unfollow`
 * change what a server wants to the values that were chosen.
 */
export type Target = 'update' | 'private' | 'publish' | 'select' | 'dismiss' | 'setting' | 'unfollow';

/** What `/settings` changes, each by a letter in its button or menu. */
const SETTINGS = {
  mentions: 'm',
  channels: 'c',
  private: 'p',
  language: 'l',
  publishers: 'w',
  collections: 'k',
} as const;
export type Setting = keyof typeof SETTINGS;

export interface Press {
  target: Target;
  /** Absent for `select` (the menu's value is the passage), `dismiss`, and a message that is published as it is. */
  view?: View;
  /** Of a check that is published: the id of the message that was checked. */
  checked?: string;
  setting?: Setting;
  /** What a button changes the setting to; a menu gives its own values. */
  value?: string;
}

const VERSION = '1';
const TARGETS: Record<Target, string> = {
  update: 'u',
  private: 'p',
  publish: 'x',
  select: 's',
  dismiss: 'd',
  setting: 'g',
  unfollow: 'w',
};
const VERDICTS = { answer: 'a', related: 'r', none: 'n' } as const;
const SEPARATOR = '|';

/** `slot` tells apart two buttons of one message that lead to the same view. At most 100 characters. */
export function encodePress({ target, view, checked, setting, value }: Press, slot: string): string {
  const fields = view ? encodeView(view) : checked !== undefined ? ['m', checked] : value ? [value] : [];
  const place = setting ? SETTINGS[setting] : slot;
  const id = [VERSION, TARGETS[target] + place, ...fields].join(SEPARATOR);
  if (id.length > LIMITS.customId) throw new RangeError(`custom_id of ${id.length} characters: ${id}`);
  return id;
}

function encodeView(view: View): string[] {
  switch (view.kind) {
    case 'hits':
      return [
        'h',
        VERDICTS[view.verdict],
        String(view.at),
        String(view.page),
        view.ids.join(''),
        ...(view.marks?.some((mark) => mark !== null) ? [view.marks.map(encodeMark).join('')] : []),
      ];
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

/** Three digits of base 36 for the start and three for the length. */
const MARK_LIMIT = 36 ** 3;
const NO_MARK = '------';

function encodeMark(mark: Span | null): string {
  if (!mark || mark.start >= MARK_LIMIT || mark.end - mark.start >= MARK_LIMIT) return NO_MARK;
  return [mark.start, mark.end - mark.start].map((n) => n.toString(36).padStart(3, '0')).join('');
}

function decodeMark(text: string): Span | null {
  if (!/^[0-9a-z]{6}$/.test(text)) return null;
  const start = Number.parseInt(text.slice(0, 3), 36);
  return { start, end: start + Number.parseInt(text.slice(3), 36) };
}

/** Reads a `custom_id`; nothing for one that is forged, damaged or of another version. */
export function decodePress(customId: string): Press | undefined {
  const [version, how = '', ...fields] = customId.split(SEPARATOR);
  const target = (Object.keys(TARGETS) as Target[]).find((name) => TARGETS[name] === how[0]);
  if (version !== VERSION || target === undefined) return undefined;
  if (target === 'setting') {
    const setting = (Object.keys(SETTINGS) as Setting[]).find((name) => SETTINGS[name] === how[1]);
    const [value] = fields;
    return setting && { target, setting, ...(value !== undefined && { value }) };
  }
  const isWhole = target === 'select' || target === 'dismiss' || target === 'unfollow';
  if (isWhole || (target === 'publish' && fields.length === 0)) return { target };
  if (target === 'publish' && fields[0] === 'm')
    return /^\d{17,20}$/.test(fields[1] ?? '') ? { target, checked: fields[1] ?? '' } : undefined;
  const view = viewSchema.safeParse(decodeView(fields));
  return view.success ? { target, view: view.data } : undefined;
}

function decodeView([kind, ...fields]: readonly string[]): unknown {
  switch (kind) {
    case 'h': {
      const [verdict, at, page, ids = '', marks] = fields;
      const name = Object.entries(VERDICTS).find(([, letter]) => letter === verdict)?.[0];
      return {
        kind: 'hits',
        verdict: name,
        at: count(at),
        page: count(page),
        ids: ids.match(/.{1,10}/g) ?? [],
        ...(marks !== undefined && { marks: (marks.match(/.{1,6}/g) ?? []).map(decodeMark) }),
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

/** A button that opens an address; none for one that is longer than Discord takes. */
export function linkButtons(label: string, url: string | undefined): APIButtonComponent[] {
  if (url === undefined || url.length > LIMITS.buttonUrl) return [];
  return [{ type: 2, style: 5, label: shorten(label, LIMITS.buttonLabel), url, emoji: { name: '🔗' } }];
}

/** Rows of five; more than five rows are a mistake of the caller. */
export function inRows(buttons: readonly APIButtonComponent[]): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < buttons.length; i += LIMITS.buttonsInRow) {
    rows.push({ type: 1, components: buttons.slice(i, i + LIMITS.buttonsInRow) });
  }
  return rows;
}

/** A menu in a row of its own; by default one of its options is chosen. At most 25 options. */
export function menu(
  press: Press,
  placeholder: string,
  options: readonly APISelectMenuOption[],
  { least = 1, most = 1 } = {},
): Row {
  return {
    type: 1,
    components: [
      {
        type: 3,
        custom_id: encodePress(press, 'm'),
        placeholder: shorten(placeholder, LIMITS.optionText),
        options: options.slice(0, LIMITS.selectOptions).map(({ label, description, ...option }) => ({
          ...option,
          label: shorten(label, LIMITS.optionText),
          ...(description !== undefined && { description: shorten(description, LIMITS.optionText) }),
        })),
        min_values: least,
        max_values: Math.min(most, options.length, LIMITS.selectOptions),
      },
    ],
  };
}

/** A menu that opens one of the passages. */
export function passageMenu(placeholder: string, passages: readonly CitedPassage[]): Row {
  const options = passages.map(({ passage, document, turn }) => ({
    value: passage.id,
    label: `${document.date} · ${turn.speaker}`,
    description: foldSpace(passage.text),
  }));
  return menu({ target: 'select' }, placeholder, options);
}

/** Buttons to turn the pages of a long text: each names the page that it leads to. */
export function pageButtons(
  page: number,
  pages: number,
  at: (page: number) => View,
  { t }: ReplyContext['texts'],
): APIButtonComponent[] {
  const turnTo = (to: number, slot: string, emoji: string) =>
    button({ target: 'update', view: at(to) }, slot, {
      label: t('button.page', { page: to + 1, pages }),
      emoji,
    });
  return [
    ...(page > 0 ? [turnTo(page - 1, 'b', '⬅️')] : []),
    ...(page < pages - 1 ? [turnTo(page + 1, 'f', '➡️')] : []),
  ];
}

/** Publish for a private reply, Dismiss for a public one. Without a view the message itself is published. */
export function lastButtons(
  press: Omit<Press, 'target'>,
  { isPrivate, mayPublish, texts: { t } }: ReplyContext,
): APIButtonComponent[] {
  if (!isPrivate) return [button({ target: 'dismiss' }, 'd', { label: t('button.dismiss'), emoji: '🗑️' })];
  if (!mayPublish) return [];
  const look = { label: t('button.publish'), emoji: '📢', primary: true };
  return [button({ ...press, target: 'publish' }, 'x', look)];
}
