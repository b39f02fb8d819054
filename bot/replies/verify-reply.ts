/** What became of the quotes in a message: each piece beside the true words, with what differs set off. */
import type { APIEmbed } from 'discord.js';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { QuoteCheck } from '../../retrieval/quotes/check.ts';
import { inRows, passageMenu } from './buttons.ts';
import { briefEmbed, checkEmbed } from './check-embed.ts';
import { citedIn, distinct, MARKS } from './check-summary.ts';
import { plainCheck } from './check-text.ts';
import { publishAsItIs } from './hits-reply.ts';
import { LIMITS } from './limits.ts';
import { foldSpace } from './markdown.ts';
import { note, type Reply } from './reply.ts';

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
