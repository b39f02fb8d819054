/** A verified quote as an embed: its words beside the true ones, and where those stand. */
import type { APIEmbed } from 'discord.js';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type {
  DiffPart,
  ExactCheck,
  PresentWords,
  QuoteCheck,
  SupersededCheck,
} from '../../retrieval/quotes/check.ts';
import { citedIn, GONE, isOfOldWords, MARKS, titleOf } from './check-summary.ts';
import { shorten } from './limits.ts';
import { escapeMarkdown, foldSpace } from './markdown.ts';
import { citation } from './passage-embed.ts';
import { COLOURS, longDate } from './reply.ts';

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
