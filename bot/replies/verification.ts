/** What became of the quotes in a message: each beside the words on record, with what differs set off. */
import type { APIEmbed } from 'discord.js';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import {
  type DiffPart,
  type ExactCheck,
  type PresentWords,
  passagesOf,
  type QuoteCheck,
  type SupersededCheck,
} from '../../retrieval/quotes/check.ts';
import { inRows, passageMenu, publishAsItIs } from './buttons.ts';
import { escapeMarkdown, foldSpace } from './markdown.ts';
import { citableText, citation } from './passage.ts';
import { COLOURS, LIMITS, longDate, note, type Reply, shorten } from './reply.ts';

/** Escaped characters of all checks together: what does not fit goes into a file, whole. */
const ROOM = 5000;

/** One embed a check; the passages that were found can be opened from a menu. `publicUrl`: the base of permalinks. */
export function verifyReply(checks: readonly QuoteCheck[], publicUrl?: string): Reply {
  if (checks.length === 0) return note('That message holds no words to compare.');
  const embeds: APIEmbed[] = [];
  let room: number = ROOM;
  let whole = true;
  for (const check of checks) {
    const full = checkEmbed(check);
    // A comparison too long for an embed keeps its verdict there, and stands whole in the file.
    const embed = (full.description ?? '').length <= LIMITS.embedDescription ? full : briefEmbed(check, full);
    whole &&= embed === full;
    const size = embedSize(embed);
    const fits = embeds.length < LIMITS.embeds && size <= room;
    whole &&= fits;
    if (fits) {
      embeds.push(embed);
      room -= size;
    }
  }
  const passages = distinct(checks.flatMap(citedIn));
  const lines = [
    ...(checks.length > 1 ? [headlineOf(checks)] : []),
    ...(whole ? [] : ['The whole comparison is in the file.']),
  ];
  return {
    ...(lines.length > 0 && { content: lines.join(' ') }),
    embeds,
    components: [...(passages.length === 0 ? [] : [openMenu(passages)]), ...inRows([publishAsItIs()])],
    ...(!whole && {
      files: [
        { name: 'verification.txt', text: checks.map((check) => plainCheck(check, publicUrl)).join('\n\n') },
      ],
    }),
  };
}

function headlineOf(checks: readonly QuoteCheck[]): string {
  const marks = checks.map(({ kind }) => MARKS[kind]).join('');
  const exact = checks.filter((one) => one.kind === 'exact' && isWordForWord(one)).length;
  const once = checks.filter((one) => one.kind === 'superseded' && isWordForWord(one)).length;
  const was = once === 0 ? '' : ` ${once} ${once === 1 ? 'was' : 'were'}, until the source was changed.`;
  return `${marks} **${exact} of ${checks.length} quotes are word for word on record.**${was}`;
}

function isWordForWord({ omissions, marksDiffer }: { omissions: boolean; marksDiffer: boolean }): boolean {
  return !omissions && !marksDiffer;
}

function openMenu(passages: readonly CitedPassage[]) {
  return passageMenu(
    'Open a passage whole…',
    passages.map(({ passage, turn, document }) => ({
      id: passage.id,
      label: `${document.date} · ${turn.speaker}`,
      description: foldSpace(passage.text),
    })),
  );
}

function embedSize({ title = '', description = '' }: APIEmbed): number {
  return title.length + description.length;
}

const QUOTED_SHOWN = 300;
const PLACES_SHOWN = 3;

export function checkEmbed(check: QuoteCheck): APIEmbed {
  const title = `${MARKS[check.kind]} ${titleOf(check)}`;
  switch (check.kind) {
    case 'exact':
      return { color: COLOURS.answer, title, ...placesOf(check, check.quoted) };
    case 'superseded': {
      const { description, ...link } = placesOf(check, check.quoted);
      return {
        color: COLOURS.superseded,
        title,
        ...link,
        description: [description, ...presentLines(check.now)].join('\n'),
      };
    }
    case 'altered': {
      const [first] = check.passages;
      return {
        color: COLOURS.altered,
        title,
        ...(first && linkOf(first)),
        description: [
          diffLine(check.diff),
          '-# ~~struck~~: in the quote, not on record · **bold**: on record, not in the quote',
          `• ${placeLine(check.passages)}`,
          ...(isOfOldWords(check) ? presentLines(check.now) : []),
        ].join('\n'),
      };
    }
    case 'stitched':
      return {
        color: COLOURS.stitched,
        title,
        description: check.pieces
          .map(({ quoted, passages, diff }) =>
            passages.length === 0
              ? `> ${escapeMarkdown(quoted)}\n• not found on record`
              : `${diffLine(diff)}\n• ${placeLine(passages)}`,
          )
          .join('\n\n'),
      };
    case 'not-found':
      return {
        color: COLOURS.none,
        title,
        description: [
          quotedLine(check.quoted),
          ...(check.nearest
            ? [
                `The nearest passage, which is **no match**:\n> ${escapeMarkdown(shorten(foldSpace(check.nearest.passage.text), QUOTED_SHOWN))}\n• ${placeLine([check.nearest])}`,
              ]
            : []),
        ].join('\n'),
      };
  }
}

/** Where the words of a quote stand, or stood. */
function placesOf(check: ExactCheck | SupersededCheck, quoted: string) {
  const [first] = check.places[0] ?? [];
  const places = check.places.slice(0, PLACES_SHOWN).map((place) => `• ${placeLine(place)}`);
  const more = check.count > places.length ? [`-# and ${check.count - places.length} more places`] : [];
  const words = check.omissions ? [diffLine(check.diff), ''] : [quotedLine(quoted)];
  return { ...(first && linkOf(first)), description: [...words, ...places, ...more].join('\n') };
}

/** What the source says now, as the change of what was quoted. */
function presentLines(now: PresentWords | undefined): string[] {
  if (!now) return ['', GONE];
  return [
    '',
    '**The source now says:**',
    diffLine(now.diff),
    '-# ~~struck~~: no longer in the source · **bold**: new in the source',
    `• ${placeLine(now.passages)}`,
  ];
}

/** The verdict and the places of a check whose comparison is too long for an embed. */
export function briefEmbed(check: QuoteCheck, { title, color, url }: APIEmbed): APIEmbed {
  const places = citedIn(check)
    .slice(0, PLACES_SHOWN)
    .map((cited) => `• ${placeLine([cited])}`);
  return {
    ...(title !== undefined && { title }),
    ...(color !== undefined && { color }),
    ...(url !== undefined && { url }),
    description: [quotedLine(check.quoted), ...places].join('\n'),
  };
}

function quotedLine(quoted: string): string {
  return `> ${escapeMarkdown(shorten(foldSpace(quoted), QUOTED_SHOWN))}`;
}

/** The comparison in reading order: the true words, with what the quote added struck out and what it left out bold. */
function diffLine(diff: readonly DiffPart[]): string {
  const parts = diff.map(({ kind, words, marked }) => {
    if (marked) return '*[…]*';
    const text = escapeMarkdown(words);
    if (text === '') return '';
    if (kind === 'same') return text;
    return kind === 'added' ? `~~${text}~~` : `**${text}**`;
  });
  return `> ${parts.filter((part) => part !== '').join(' ')}`;
}

function placeLine(place: readonly CitedPassage[]): string {
  const [first] = place;
  if (!first) return '';
  const { turn, document } = first;
  const ids = place.map(({ passage }) => passage.id).join(', ');
  return `${escapeMarkdown(shorten(turn.speaker, 100))}, ${longDate(document.date)}, ${escapeMarkdown(shorten(foldSpace(document.title), 120))} · ${ids}`;
}

function linkOf(cited: CitedPassage): Pick<APIEmbed, 'url'> {
  const { url } = citation(cited);
  return url === undefined ? {} : { url };
}

export const MARKS: Record<QuoteCheck['kind'], string> = {
  exact: '✅',
  superseded: '🕰️',
  altered: '⚠️',
  stitched: '🧵',
  'not-found': '❔',
};

/** The verdict in a line. */
export function titleOf(check: QuoteCheck): string {
  switch (check.kind) {
    case 'exact':
      if (check.omissions) return 'On record, with words left out where the quote says so';
      return check.marksDiffer ? 'On record; only punctuation differs' : 'Word for word on record';
    case 'superseded':
      return `Was on record until ${day(check.until)}: the source has changed since`;
    case 'altered': {
      const until = check.passages[0]?.superseded;
      if (until === undefined) return 'Altered: the record says it differently';
      return `Altered: until ${day(until)} the record said it differently, and the source has changed since`;
    }
    case 'stitched':
      return 'Stitched together from separate places';
    case 'not-found':
      return 'Not found on record';
  }
}

function day(isoTime: string): string {
  return longDate(isoTime.slice(0, 10));
}

/** What is said of a source that no longer holds anything like a quote. */
export const GONE = 'The source no longer says anything like it.';

/** Whether a check was made against words that their source no longer holds. */
export function isOfOldWords(check: QuoteCheck): check is QuoteCheck & { kind: 'superseded' | 'altered' } {
  return check.kind === 'superseded' || (check.kind === 'altered' && isSuperseded(check.passages));
}

function isSuperseded([first]: readonly CitedPassage[]): boolean {
  return first?.superseded !== undefined;
}

/** The passages that a check cites, each once. */
export function citedIn(check: QuoteCheck): CitedPassage[] {
  return distinct(passagesOf(check));
}

export function distinct(passages: readonly CitedPassage[]): CitedPassage[] {
  return [...new Map(passages.map((cited) => [cited.passage.id, cited])).values()];
}

/** `publicUrl`: the base of permalinks. */
export function plainCheck(check: QuoteCheck, publicUrl?: string): string {
  const cite = (cited: CitedPassage) =>
    citableText(cited, publicUrl === undefined ? undefined : permalinkOf(publicUrl, cited.passage.id));
  return [
    titleOf(check),
    `The quote: “${foldSpace(check.quoted)}”`,
    ...(check.kind === 'altered' ? [`The comparison: ${plainDiff(check.diff)}`] : []),
    ...(isOfOldWords(check)
      ? [check.now ? `The source, before and now: ${plainDiff(check.now.diff)}` : GONE]
      : []),
    ...citedIn(check).map(cite),
  ].join('\n');
}

/** `[-in the quote, or before, only-]`, `{+on record now only+}`. */
function plainDiff(diff: readonly DiffPart[]): string {
  const signs = { same: ['', ''], added: ['[-', '-]'], 'left-out': ['{+', '+}'] } as const;
  return diff.map(({ kind, words }) => signs[kind].join(foldSpace(words))).join(' ');
}
