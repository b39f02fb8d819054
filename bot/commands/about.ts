/** `/about`: what the record holds, and what one can do with it. */

import type { RecordSummary } from '../../retrieval/interfaces.ts';
import { escapeMarkdown } from '../replies/markdown.ts';
import { COLOURS, LIMITS, longDate, shorten } from '../replies/reply.ts';
import type { Command, SlashCommand } from './command.ts';
import { COMMAND_WORDS } from './translations.ts';

const SPEAKERS_SHOWN = 20;

/** `/about` describes the other commands, so it is made with them. */
export function aboutCommand(others: readonly Command[]): SlashCommand {
  const about: SlashCommand = {
    kind: 'slash',
    name: 'about',
    description: 'What the record holds: documents, dates, speakers, and how to ask',
    help: 'Documents, passages, dates and speakers of the record, the index that serves and the model that encoded it.',
    localizations: COMMAND_WORDS.about,
    options: [],
    examples: ['/about'],
    async run(_input, { search }) {
      const { documents, turns, passages, dates, speakers, index, model, watched } = await search.summary();
      const span = dates ? `${longDate(dates.first)} to ${longDate(dates.last)}` : 'none';
      const shown = speakers.slice(0, SPEAKERS_SHOWN).map(escapeMarkdown).join(', ');
      const more = speakers.length > SPEAKERS_SHOWN ? ` and ${speakers.length - SPEAKERS_SHOWN} more` : '';
      const reply = {
        embeds: [
          {
            color: COLOURS.answer,
            title: 'On Record',
            description:
              'I answer with what officials actually said: passages of transcripts, word for word, each with its ' +
              'source. I never write a word of my own, and I say so when the record holds no answer.',
            fields: [
              { name: 'The record', value: `${documents} documents · ${turns} turns · ${passages} passages` },
              { name: 'Dates', value: span },
              { name: 'Speakers', value: shorten(`${shown}${more}` || 'none', LIMITS.fieldValue) },
              ...(watched ? [{ name: 'Sources', value: describeSources(watched) }] : []),
              { name: 'Commands', value: [...others, about].map(describeCommand).join('\n') },
            ],
            footer: { text: `index ${index} · model ${model}` },
          },
        ],
        components: [],
      };
      return { reply };
    },
  };
  return about;
}

function describeSources({
  lists,
  onRecord,
  refused,
  checked,
}: NonNullable<RecordSummary['watched']>): string {
  const pages = `${lists} list ${lists === 1 ? 'page' : 'pages'} watched · ${onRecord} of their pages on record`;
  return `${pages} · ${refused} refused · last look ${longDate(checked.slice(0, 10))}`;
}

function describeCommand({ kind, name, description }: Command): string {
  return kind === 'slash' ? `\`/${name}\` ${description}` : `**${name}** (message menu) ${description}`;
}
