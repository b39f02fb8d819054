/** What became of the quotes in a message: each beside the words on record, with what differs set off. */
import type { APIEmbed } from 'discord.js';
import { foldSpace } from '../../corpus/passage-id.ts';
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
import type { Texts } from '../i18n/i18n.ts';
import { inRows, lastButtons, passageMenu } from './buttons.ts';
import { escapeMarkdown, excerpt } from './markdown.ts';
import { citableText, citation } from './passage.ts';
import { COLOURS, LIMITS, type Reply, type ReplyContext } from './reply.ts';

/** Escaped characters of all checks together: what does not fit goes into a file, whole. */
const ROOM = 5000;

/**
 * One embed a check; the passages that were found can be opened from a menu. `checked`: the id of the message that was
 * checked, if there was one. At least one check.
 */
export function verifyReply(checks: readonly QuoteCheck[], context: ReplyContext, checked?: string): Reply {
  const { texts, publicUrl } = context;
  const { t } = texts;
  const embeds: APIEmbed[] = [];
  let room: number = ROOM;
  let whole = true;
  for (const check of checks) {
    const full = checkEmbed(check, texts);
    // A comparison too long for an embed keeps its verdict there, and stands whole in the file.
    const embed =
      (full.description ?? '').length <= LIMITS.embedDescription ? full : briefEmbed(check, full, texts);
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
    ...(checks.length > 1 ? [headlineOf(checks, texts)] : []),
    ...(whole ? [] : [t('verify.inFile')]),
  ];
  return {
    ...(lines.length > 0 && { content: lines.join(' ') }),
    embeds: withOneEmbedPerPage(embeds, t('verify.source')),
    components: [
      ...(passages.length === 0 ? [] : [passageMenu(t('verify.open'), passages)]),
      ...inRows(lastButtons(checked === undefined ? {} : { checked }, context)),
    ],
    ...(!whole && {
      files: [
        {
          name: 'verification.txt',
          text: checks.map((check) => plainCheck(check, texts, publicUrl)).join('\n\n'),
        },
      ],
    }),
  };
}

/**
 * Discord's clients merge embeds with the same address into one and show only its first text, so a page is linked as a
 * title once; further embeds link to it in their text.
 */
function withOneEmbedPerPage(embeds: readonly APIEmbed[], label: string): APIEmbed[] {
  const seen = new Set<string>();
  let size = embeds.reduce((sum, embed) => sum + embedSize(embed), 0);
  return embeds.map((embed) => {
    const { url, ...rest } = embed;
    if (url === undefined) return embed;
    const [page = url] = url.split('#');
    if (!seen.has(page)) {
      seen.add(page);
      return embed;
    }
    const linked = `${rest.description ?? ''}\n[${label}](<${url.replaceAll('>', '%3E')}>)`;
    const grown = size + linked.length - (rest.description ?? '').length;
    if (linked.length > LIMITS.embedDescription || grown > LIMITS.embedTotal) return rest;
    size = grown;
    return { ...rest, description: linked };
  });
}

function headlineOf(checks: readonly QuoteCheck[], { t }: Texts): string {
  const marks = checks.map(({ kind }) => LOOKS[kind].mark).join('');
  const exact = checks.filter((one) => one.kind === 'exact' && isWordForWord(one)).length;
  const once = checks.filter((one) => one.kind === 'superseded' && isWordForWord(one)).length;
  const was = once === 0 ? '' : ` ${t('verify.summaryOnce', { count: once })}`;
  return `${marks} **${t('verify.summary', { exact, count: checks.length })}**${was}`;
}

function isWordForWord({ omissions, marksDiffer }: { omissions: boolean; marksDiffer: boolean }): boolean {
  return !omissions && !marksDiffer;
}

function embedSize({ title = '', description = '' }: APIEmbed): number {
  return title.length + description.length;
}

const QUOTED_SHOWN = 300;
const PLACES_SHOWN = 3;

function checkEmbed(check: QuoteCheck, texts: Texts): APIEmbed {
  const { mark, color } = LOOKS[check.kind];
  return { color, title: `${mark} ${titleOf(check, texts)}`, ...comparison(check, texts) };
}

function comparison(check: QuoteCheck, texts: Texts): Pick<APIEmbed, 'url' | 'description'> {
  const { t } = texts;
  switch (check.kind) {
    case 'exact':
      return placesOf(check, texts);
    case 'superseded': {
      const { description, ...link } = placesOf(check, texts);
      return { ...link, description: [description, ...presentLines(check.now, texts)].join('\n') };
    }
    case 'altered': {
      const [first] = check.passages;
      return {
        ...(first && linkOf(first, texts)),
        description: [
          diffLine(check.diff),
          `-# ${t('verify.legend')}`,
          `• ${placeLine(check.passages, texts)}`,
          ...(isOfOldWords(check) ? presentLines(check.now, texts) : []),
        ].join('\n'),
      };
    }
    case 'stitched':
      return {
        description: check.pieces
          .map(({ quoted, passages, diff }) =>
            passages.length === 0
              ? `> ${escapeMarkdown(quoted)}\n• ${t('verify.pieceNotFound')}`
              : `${diffLine(diff)}\n• ${placeLine(passages, texts)}`,
          )
          .join('\n\n'),
      };
    case 'not-found':
      return {
        description: [
          quotedLine(check.quoted),
          ...(check.nearest
            ? [
                t('verify.nearest'),
                quotedLine(check.nearest.passage.text),
                `• ${placeLine([check.nearest], texts)}`,
              ]
            : []),
        ].join('\n'),
      };
  }
}

/** Where the words of a quote stand, or stood. */
function placesOf(check: (ExactCheck | SupersededCheck) & { quoted: string }, texts: Texts) {
  const [first] = check.places[0] ?? [];
  const places = check.places.slice(0, PLACES_SHOWN).map((place) => `• ${placeLine(place, texts)}`);
  const more =
    check.count > places.length
      ? [`-# ${texts.t('verify.more', { count: check.count - places.length })}`]
      : [];
  const words = check.omissions ? [diffLine(check.diff), ''] : [quotedLine(check.quoted)];
  return { ...(first && linkOf(first, texts)), description: [...words, ...places, ...more].join('\n') };
}

/** What the source says now, as the change of what was quoted. */
function presentLines(now: PresentWords | undefined, texts: Texts): string[] {
  const { t } = texts;
  if (!now) return ['', t('verify.gone')];
  return [
    '',
    `**${t('verify.now')}**`,
    diffLine(now.diff),
    `-# ${t('verify.legendNow')}`,
    `• ${placeLine(now.passages, texts)}`,
  ];
}

/** The verdict and the places of a check whose comparison is too long for an embed. */
function briefEmbed(check: QuoteCheck, full: APIEmbed, texts: Texts): APIEmbed {
  const places = citedIn(check)
    .slice(0, PLACES_SHOWN)
    .map((cited) => `• ${placeLine([cited], texts)}`);
  return { ...full, description: [quotedLine(check.quoted), ...places].join('\n') };
}

function quotedLine(quoted: string): string {
  return `> ${excerpt(quoted, QUOTED_SHOWN)}`;
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

function placeLine(place: readonly CitedPassage[], { date }: Texts): string {
  const [first] = place;
  if (!first) return '';
  const { turn, document } = first;
  const ids = place.map(({ passage }) => passage.id).join(', ');
  return `${excerpt(turn.speaker, 100)}, ${date(document.date)}, ${excerpt(document.title, 120)} · ${ids}`;
}

function linkOf(cited: CitedPassage, texts: Texts): Pick<APIEmbed, 'url'> {
  const { url } = citation(cited, texts);
  return url === undefined ? {} : { url };
}

const LOOKS: Record<QuoteCheck['kind'], { mark: string; color: number }> = {
  exact: { mark: '✅', color: COLOURS.answer },
  superseded: { mark: '🕰️', color: COLOURS.superseded },
  altered: { mark: '⚠️', color: COLOURS.altered },
  stitched: { mark: '🧵', color: COLOURS.stitched },
  'not-found': { mark: '❔', color: COLOURS.none },
};

/** The verdict in a line. */
function titleOf(check: QuoteCheck, { t, date }: Texts): string {
  const day = (isoTime: string) => date(isoTime.slice(0, 10));
  switch (check.kind) {
    case 'exact':
      if (check.omissions) return t('verify.omissions');
      return check.marksDiffer ? t('verify.marks') : t('verify.exact');
    case 'superseded':
      return t('verify.superseded', { date: day(check.until) });
    case 'altered': {
      const until = check.passages[0]?.superseded;
      return until === undefined ? t('verify.altered') : t('verify.alteredOld', { date: day(until) });
    }
    case 'stitched':
      return t('verify.stitched');
    case 'not-found':
      return t('verify.notFound');
  }
}

/** Whether a check was made against words that their source no longer holds. */
function isOfOldWords(check: QuoteCheck): check is QuoteCheck & { kind: 'superseded' | 'altered' } {
  return (
    check.kind === 'superseded' || (check.kind === 'altered' && check.passages[0]?.superseded !== undefined)
  );
}

/** The passages that a check cites, each once. */
function citedIn(check: QuoteCheck): CitedPassage[] {
  return distinct(passagesOf(check));
}

function distinct(passages: readonly CitedPassage[]): CitedPassage[] {
  return [...new Map(passages.map((cited) => [cited.passage.id, cited])).values()];
}

/** A check without Markdown, for a file. `publicUrl`: the base of permalinks. */
function plainCheck(check: QuoteCheck, texts: Texts, publicUrl: string | undefined): string {
  const { t } = texts;
  const cite = (cited: CitedPassage) =>
    citableText(cited, publicUrl === undefined ? undefined : permalinkOf(publicUrl, cited.passage.id), texts);
  return [
    titleOf(check, texts),
    t('verify.text.quote', { quote: foldSpace(check.quoted) }),
    ...(check.kind === 'altered' ? [t('verify.text.comparison', { diff: plainDiff(check.diff) })] : []),
    ...(isOfOldWords(check)
      ? [check.now ? t('verify.text.now', { diff: plainDiff(check.now.diff) }) : t('verify.gone')]
      : []),
    ...citedIn(check).map(cite),
  ].join('\n');
}

/** `[-in the quote, or before, only-]`, `{+on record now only+}`. */
function plainDiff(diff: readonly DiffPart[]): string {
  const signs = { same: ['', ''], added: ['[-', '-]'], 'left-out': ['{+', '+}'] } as const;
  return diff.map(({ kind, words }) => signs[kind].join(foldSpace(words))).join(' ');
}
