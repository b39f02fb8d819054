/** What became of a quote: each piece beside the true words, with what differs set off. */
import type { APIEmbed } from 'discord.js';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { type DiffPart, passagesOf, type QuoteCheck } from '../../retrieval/quotes/check.ts';
import { inRows, passageMenu } from './buttons.ts';
import { publishAsItIs } from './hits-reply.ts';
import { LIMITS, shorten } from './limits.ts';
import { escapeMarkdown, foldSpace } from './markdown.ts';
import { citation } from './passage-embed.ts';
import { citableText } from './passage-replies.ts';
import { COLOURS, longDate, note, type Reply } from './reply.ts';

/** Escaped characters of all checks together: what does not fit goes into a file, whole. */
const ROOM = 5000;
const QUOTED_SHOWN = 300;
const PLACES_SHOWN = 3;

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
  const passages = distinct(checks.flatMap(passagesOf));
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

const MARKS: Record<QuoteCheck['kind'], string> = {
  exact: '✅',
  altered: '⚠️',
  stitched: '🧵',
  'not-found': '❔',
};

function headlineOf(checks: readonly QuoteCheck[]): string {
  const exact = checks.filter(
    (check) => check.kind === 'exact' && !check.omissions && !check.marksDiffer,
  ).length;
  const marks = checks.map(({ kind }) => MARKS[kind]).join('');
  return `${marks} **${exact} of ${checks.length} quotes are word for word on record.**`;
}

function titleOf(check: QuoteCheck): string {
  switch (check.kind) {
    case 'exact':
      if (check.omissions) return 'On record, with words left out where the quote says so';
      return check.marksDiffer ? 'On record; only punctuation differs' : 'Word for word on record';
    case 'altered':
      return 'Altered: the record says it differently';
    case 'stitched':
      return 'Stitched together from separate places';
    case 'not-found':
      return 'Not found on record';
  }
}

function checkEmbed(check: QuoteCheck): APIEmbed {
  const title = `${MARKS[check.kind]} ${titleOf(check)}`;
  switch (check.kind) {
    case 'exact': {
      const [first] = check.places[0] ?? [];
      const places = check.places.slice(0, PLACES_SHOWN).map((place) => `• ${placeLine(place)}`);
      const more = check.count > places.length ? [`-# and ${check.count - places.length} more places`] : [];
      const difference = check.omissions ? [diffLine(check.diff), ''] : [quotedLine(check.quoted)];
      return {
        color: COLOURS.answer,
        title,
        ...(first && linkOf(first)),
        description: [...difference, ...places, ...more].join('\n'),
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

function briefEmbed(check: QuoteCheck, { title, color, url }: APIEmbed): APIEmbed {
  const places = distinct(passagesOf(check))
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

function distinct(passages: readonly CitedPassage[]): CitedPassage[] {
  return [...new Map(passages.map((cited) => [cited.passage.id, cited])).values()];
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

/** A check without markdown, for the file. */
function plainCheck(check: QuoteCheck, publicUrl: string | undefined): string {
  const passages = distinct(passagesOf(check)).map((cited) =>
    citableText(cited, publicUrl === undefined ? undefined : permalinkOf(publicUrl, cited.passage.id)),
  );
  return [titleOf(check), `The quote: “${foldSpace(check.quoted)}”`, ...plainDiff(check), ...passages].join(
    '\n',
  );
}

/** `[-in the quote only-]`, `{+on record only+}`. */
function plainDiff(check: QuoteCheck): string[] {
  if (check.kind !== 'altered') return [];
  const words = check.diff.map(({ kind, words }) =>
    kind === 'same'
      ? foldSpace(words)
      : kind === 'added'
        ? `[-${foldSpace(words)}-]`
        : `{+${foldSpace(words)}+}`,
  );
  return [`The comparison: ${words.join(' ')}`];
}
