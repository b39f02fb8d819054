/** How quotes were compared with the record: what was compared, with which passages, and what decided the verdict. */
import type { DiffPart, ExplainedCheck, QuoteCheck, VerificationExplanation } from '../../playground/wire.ts';
import { type Child, h } from '../dom.ts';
import { placeOf, section, table, whole } from './elements.ts';

type Limits = VerificationExplanation['limits'];

const READINGS: Record<VerificationExplanation['reading'], string> = {
  'quotation-marks': 'What stands in quotation marks was compared, each on its own.',
  'block-quote': 'The part that is set off as a quote was compared.',
  whole: 'The message was compared as a whole.',
};

/** @param passageId only the quotes that led to this passage */
export function drawVerificationWhy(
  why: VerificationExplanation,
  passageId: string | undefined,
): HTMLElement {
  const led = why.checks.filter(
    (explained) => passageId === undefined || explained.passages.includes(passageId),
  );
  const shown = led.length > 0 ? led : why.checks;
  return h(
    'div',
    { class: 'why' },
    h('p', { class: 'why-note' }, READINGS[why.reading]),
    ...shown.flatMap((explained) => drawCheck(explained, why.limits)),
    h('p', { class: 'small' }, 'Case, white space and typography do not count; every word does.'),
  );
}

const TITLES: Record<QuoteCheck['kind'], string> = {
  exact: 'Word for word on record',
  superseded: 'On record until the source was changed',
  altered: 'Altered',
  stitched: 'Stitched together',
  'not-found': 'Not found on record',
};

function drawCheck(explained: ExplainedCheck, limits: Limits): Child[] {
  const { check, candidates } = explained;
  return [
    h('p', { class: 'why-question' }, `“${check.quoted}”`),
    section(
      'Verdict',
      h(
        'p',
        { class: 'verdict-words' },
        h('strong', {}, TITLES[check.kind]),
        h('span', {}, explained.words === 1 ? 'one word compared' : `${explained.words} words compared`),
      ),
      h('p', {}, reasonOf(explained, limits)),
      drawMeasures(explained, limits),
    ),
    check.kind === 'not-found' ? undefined : drawDiff(check),
    candidates.length > 0 &&
      section(
        'Where most of its words stand close together',
        ...candidates.flatMap(({ cited, shared }) => [
          h(
            'p',
            { class: 'ranks' },
            h('strong', {}, `${Math.round(shared)} bits`),
            h('span', {}, 'in shared words; rare ones tell more'),
          ),
          h('p', { class: 'why-passage' }, cited.passage.text),
          placeOf(cited),
        ]),
      ),
  ];
}

function reasonOf({ check, covered = 0 }: ExplainedCheck, limits: Limits): string {
  switch (check.kind) {
    case 'exact': {
      const places = check.count === 1 ? 'one place' : `${check.count} places`;
      const how = check.omissions ? 'with words left out where an ellipsis says so' : 'one after the other';
      return `Its words stand in ${places} on record, ${how}. How near it comes to others did not matter.`;
    }
    case 'superseded':
      return 'Its words stand nowhere on record now, and stood there word for word before the source was changed.';
    case 'altered':
      return check.passages[0]?.superseded === undefined
        ? 'Its words stand nowhere as they are, but come close enough to one place to be its words, changed.'
        : 'Its words stand nowhere as they are, and come closest to what stood there before the source was changed.';
    case 'stitched':
      return `Pieces that stand in separate places make up ${whole(covered)} of its words; ${whole(limits.covered)} are needed.`;
    case 'not-found':
      return 'Its words stand nowhere as they are, and no place comes close enough.';
  }
}

/** How close the quote comes to its best place, beside what an altered quote must reach. */
function drawMeasures({ likeness, words }: ExplainedCheck, limits: Limits): Child {
  if (!likeness) return undefined;
  const { matched, coherence, evidence } = likeness;
  const rows = [
    ['words in their order', `${matched} of ${words}`, '–'],
    ['of all, less breaks', coherence.toFixed(2), limits.coherence.toFixed(2)],
    ['evidence in bits', evidence.toFixed(0), limits.evidence.toFixed(0)],
  ] as const;
  return table({
    label: 'How close it comes to its best place',
    headings: ['at its best place', 'here', 'altered from'],
    rows: rows.map(([name, here, least]) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, name),
        h('td', { class: 'number' }, here),
        h('td', { class: 'number' }, least),
      ),
    ),
  });
}

function drawDiff(check: Exclude<QuoteCheck, { kind: 'not-found' }>): HTMLElement {
  const compared =
    check.kind === 'stitched' ? check.pieces : [{ diff: check.diff, passages: placeOfDiff(check) }];
  return section(
    'Word by word, against the record',
    ...compared.flatMap(({ diff, passages }) => [
      h('p', { class: 'why-passage' }, ...diff.flatMap((part) => [drawPart(part), ' '])),
      ...(passages[0] ? [placeOf(passages[0])] : [h('p', { class: 'small' }, 'Not found on record.')]),
    ]),
    h('p', { class: 'small' }, 'Lit: the same. Struck: in the quote only. Underlined: on record only.'),
  );
}

function placeOfDiff(check: Exclude<QuoteCheck, { kind: 'not-found' | 'stitched' }>) {
  return check.kind === 'altered' ? check.passages : (check.places[0] ?? []);
}

/** Told by their marks as well as by their colour; a screen reader says “insertion” and “deletion”. */
function drawPart({ kind, words, marked }: DiffPart): Child {
  if (marked) return '[…]';
  if (kind === 'same') return h('mark', { class: 'lit' }, words);
  return kind === 'added' ? h('del', {}, words) : h('ins', {}, words);
}
