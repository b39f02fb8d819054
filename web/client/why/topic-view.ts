/** Why statements are part of a topic: how it was found, what it is called on record, and where each one names it. */
import type { ExplainedStatement, TopicExplanation } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { litText, placeOf, section } from './elements.ts';

const SPELLINGS_SHOWN = 20;

export function drawTopicWhy(why: TopicExplanation): HTMLElement {
  const { name, statements } = why;
  return h(
    'div',
    { class: 'why' },
    h('p', { class: 'why-question' }, name),
    drawSpellings(why),
    drawOrder(why),
    ...statements.map((statement) => drawStatement(statement, why)),
  );
}

function drawSpellings({ name, spellings, asked, matched }: TopicExplanation): HTMLElement {
  const shown = spellings.slice(0, SPELLINGS_SHOWN);
  const more = spellings.length - shown.length;
  return section(
    'The topic',
    h('p', {}, howFound(name, asked, matched)),
    h('p', { class: 'small' }, 'On record it is written:'),
    h(
      'ul',
      { class: 'spellings' },
      ...shown.map((spelling) => h('li', {}, spelling)),
      more > 0 && h('li', {}, `and ${more} more`),
    ),
  );
}

function howFound(name: string, asked: string, { spelling, errors }: TopicExplanation['matched']): string {
  if (errors > 0) {
    const slips = errors === 1 ? 'one typing error' : `${errors} typing errors`;
    return `“${asked}” was taken for “${spelling}”, ${slips} away: the only topic that is so near.`;
  }
  if (spelling === name) return `“${asked}” is its name.`;
  return `“${asked}” is another spelling of it, written “${spelling}” on record.`;
}

function drawOrder({ statements, total }: TopicExplanation): HTMLElement {
  const [first, last] = [statements[0]?.place ?? 0, statements.at(-1)?.place ?? 0];
  const place = first === last ? `Statement ${first}` : `Statements ${first} to ${last}`;
  return section(
    'The order',
    h('p', { class: 'ranks' }, h('strong', {}, place), h('span', {}, `of ${total}, newest first`)),
    h(
      'p',
      { class: 'small' },
      'By the date of the document alone; statements of one document keep its order. Nothing is scored.',
    ),
  );
}

function drawStatement({ cited, place, inPassage, inQuestion }: ExplainedStatement, why: TopicExplanation) {
  const { passage, turn } = cited;
  const question =
    turn.question === undefined || inQuestion.length === 0
      ? []
      : [
          h('p', { class: 'small' }, turn.asker === undefined ? 'In answer to' : `${turn.asker} asked`),
          h('p', { class: 'why-passage' }, ...litText(turn.question, inQuestion)),
        ];
  return section(
    `Statement ${place} of ${why.total}, with its words for the topic lit up`,
    h('p', {}, reasonOf(inPassage.length, inQuestion.length)),
    ...question,
    h('p', { class: 'why-passage' }, ...litText(passage.text, inPassage)),
    placeOf(cited),
  );
}

function reasonOf(inPassage: number, inQuestion: number): string {
  if (inPassage > 0)
    return inPassage === 1 ? 'It names the topic.' : `It names the topic ${inPassage} times.`;
  if (inQuestion > 0) return 'Only its question names the topic, and this paragraph stands for the answer.';
  return 'It was counted to the topic when the index was built, by a spelling that is not listed here.';
}
