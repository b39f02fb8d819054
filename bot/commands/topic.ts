/** `/topic`: the statements on a topic, newest first. */
import { readQuestion } from '../../retrieval/question.ts';
import { fitsButton, type View } from '../replies/buttons.ts';
import { LIMITS, note, type Reply, shorten } from '../replies/reply.ts';
import { TOPIC_PAGE, topicReply } from '../replies/topic.ts';
import type { Services } from '../services.ts';
import { answerQuestion } from './ask.ts';
import { HIDE, type SlashCommand } from './command.ts';
import { COMMAND_WORDS } from './translations.ts';

type TopicView = Extract<View, { kind: 'topic' }>;

export const topic: SlashCommand = {
  kind: 'slash',
  name: 'topic',
  description: 'Official statements on a topic, newest first',
  help:
    'Topics are the names and phrases that the record itself uses; they are suggested as you type, and typing errors ' +
    'are forgiven. Anything else is searched for as `/ask` would.',
  localizations: COMMAND_WORDS.topic,
  options: [
    {
      name: 'name',
      description: 'The topic’s name',
      type: 'string',
      required: true,
      autocomplete: true,
      maxLength: 100,
    },
    HIDE,
  ],
  examples: ['/topic name:Huawei', '/topic name:Five Eyes'],
  check: ({ strings }) => void readQuestion(strings.name ?? ''),
  async run({ strings, isPrivate }, services) {
    const name = strings.name ?? '';
    const view = { kind: 'topic', name, page: 0 } as const;
    const reply = await drawTopic(view, services, isPrivate);
    return reply
      ? { reply, basis: { kind: 'topic', name, page: 0 } }
      : answerQuestion(name, undefined, services, isPrivate);
  },
  async complete(_option, typed, { topics }) {
    const suggestions = await topics.suggest(typed, LIMITS.autocompleteChoices);
    return suggestions
      .filter(({ name }) => fitsButton(name))
      .map(({ name, statements }) => ({
        name: shorten(
          `${name} · ${statements === 1 ? '1 statement' : `${statements} statements`}`,
          LIMITS.choiceText,
        ),
        value: name,
      }));
  },
};

/** A page of a topic; a topic that a rebuilt record no longer has says so. */
export async function showTopic(view: TopicView, services: Services, isPrivate: boolean): Promise<Reply> {
  return (
    (await drawTopic(view, services, isPrivate)) ??
    note('The record no longer holds this topic. Try `/topic` again.')
  );
}

async function drawTopic(
  view: TopicView,
  services: Services,
  isPrivate: boolean,
): Promise<Reply | undefined> {
  const found = await services.topics.statements(view.name, view.page * TOPIC_PAGE, TOPIC_PAGE);
  if (!found || !fitsButton(found.name)) return undefined;
  const last = Math.max(0, Math.ceil(found.total / TOPIC_PAGE) - 1);
  // The record may have shrunk since the button was made.
  if (view.page > last) return drawTopic({ ...view, page: last }, services, isPrivate);
  return topicReply({ ...view, name: found.name }, found, isPrivate);
}
