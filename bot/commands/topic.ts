/** `/topic`: the statements on a topic, newest first. */
import type { Texts } from '../i18n/i18n.ts';
import { fitsButton, type ViewOf } from '../replies/buttons.ts';
import { LIMITS, note, shorten } from '../replies/reply.ts';
import { TOPIC_PAGE, topicReply } from '../replies/topic.ts';
import type { Services } from '../services.ts';
import { answerQuestion, checkQuestion } from './ask.ts';
import { type Choice, HIDE, type Made, type SlashCommand } from './command.ts';

export const topic: SlashCommand = {
  kind: 'slash',
  name: 'topic',
  key: 'topic',
  help:
    'Topics are the names and phrases that the record itself uses; they are suggested as you type, and typing errors ' +
    'are forgiven. Anything else is searched for as `/ask` would.',
  options: [
    { name: 'name', key: 'name', type: 'string', required: true, autocomplete: true, maxLength: 100 },
    HIDE,
  ],
  examples: ['/topic name:Huawei', '/topic name:Five Eyes'],
  check: ({ strings }) => checkQuestion(strings.name ?? ''),
  async run({ strings }, services) {
    const name = strings.name ?? '';
    const made = await drawTopic({ kind: 'topic', name, page: 0 }, services);
    return made ?? answerQuestion(name, services);
  },
  complete: suggestTopics,
};

/** Topics that a text begins, with how many statements each has. */
export async function suggestTopics(typed: string, { topics }: Services, { t }: Texts): Promise<Choice[]> {
  const suggestions = await topics.suggest(typed, LIMITS.autocompleteChoices);
  return suggestions
    .filter(({ name }) => fitsButton(name))
    .map(({ name, statements }) => ({
      name: shorten(`${name} · ${t('topic.suggestion', { count: statements })}`, LIMITS.choiceText),
      value: name,
    }));
}

/** A page of a topic; a topic that a rebuilt record no longer has says so. */
export async function showTopic(view: ViewOf<'topic'>, services: Services): Promise<Made> {
  const gone: Made['draw'] = ({ texts: { t }, mention }) =>
    note(t('topic.gone', { command: mention('topic') }));
  return (await drawTopic(view, services)) ?? { draw: gone };
}

async function drawTopic(view: ViewOf<'topic'>, services: Services): Promise<Made | undefined> {
  const range = { from: view.page * TOPIC_PAGE, count: TOPIC_PAGE };
  const found = await services.topics.statements(view.name, range);
  if (!found || !fitsButton(found.name)) return undefined;
  const last = Math.max(0, Math.ceil(found.dates.length / TOPIC_PAGE) - 1);
  // The record may have shrunk since the button was made.
  if (view.page > last) return drawTopic({ ...view, page: last }, services);
  return {
    basis: view,
    draw: (context) => topicReply({ ...view, name: found.name }, found, context),
  };
}
