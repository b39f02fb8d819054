/** Passages of versions that were superseded: what was quoted from a page stays a quote of what stood there. */
import { CorpusError } from '../corpus/errors.ts';
import {
  historyState,
  indexHistory,
  listVersions,
  type OldVersion,
  readHistory,
  readVersion,
} from '../corpus/history.ts';
import { occurrenceCounter, passageId } from '../corpus/passage-id.ts';
import type { Passage } from '../corpus/schema.ts';
import type { CitedPassage, PassageArchive } from './interfaces.ts';
import type { RecordStore } from './store/record-store.ts';

/** What has to be known of the record. */
type OnRecord = Pick<RecordStore, 'turn'>;

/**
 * The old versions below a corpus folder. They are read when something is asked for that the record does not hold:
 * once, until a version is kept or forgotten. From then on the turns that differ from the record, and which ids the
 * versions mention, are known in memory, so that an id that nobody ever gave costs no read.
 */
export function openArchive(corpusDir: string, onRecord: OnRecord): PassageArchive {
  const inMemory = <T>(read: () => Promise<T>) => {
    let known: { state: string; value: Promise<T> } | undefined;
    return async () => {
      const state = await historyState(corpusDir);
      if (known?.state !== state) known = { state, value: read() };
      return known.value;
    };
  };
  const filesOf = inMemory(() => indexHistory(corpusDir));
  return {
    turns: inMemory(() => readSupersededTurns(corpusDir, onRecord)),
    async turn(id) {
      const found = (await readHistory(corpusDir, (await filesOf()).get(id) ?? [])).flatMap((version) => {
        const passage = [...genuinePassages(version)].find((one) => one.id === id);
        return passage ? [{ version, passage }] : [];
      });
      const last = found.at(-1);
      return last ? citeTurn(last.version, last.passage.turn) : [];
    },
  };
}

/** Characters that are kept in memory, a million words or so: of more, those that were superseded last. */
const CHARACTERS_MOST = 6_000_000;

/**
 * The turns of all old versions that the record does not hold as they stood, the last ones superseded first. One file
 * is in memory at a time, and one that is damaged is passed over: what is asked here can be answered without it.
 */
export async function readSupersededTurns(
  corpusDir: string,
  onRecord: OnRecord,
  charactersMost = CHARACTERS_MOST,
): Promise<readonly CitedPassage[][]> {
  let turns: CitedPassage[][] = [];
  let characters = 0;
  for (const file of await listVersions(corpusDir)) {
    const changed = await changedTurns(await readUndamaged(file), onRecord);
    turns.push(...changed);
    characters += changed.reduce((sum, turn) => sum + lengthOf(turn), 0);
    if (characters <= 2 * charactersMost) continue;
    turns = newest(turns, charactersMost);
    characters = turns.reduce((sum, turn) => sum + lengthOf(turn), 0);
  }
  return newest(turns, charactersMost);
}

async function readUndamaged(file: string): Promise<OldVersion | undefined> {
  try {
    return await readVersion(file);
  } catch (error) {
    if (error instanceof CorpusError) return undefined;
    throw error;
  }
}

async function changedTurns(version: OldVersion | undefined, onRecord: OnRecord): Promise<CitedPassage[][]> {
  if (!version) return [];
  const genuine = genuinePassages(version);
  const changed: CitedPassage[][] = [];
  for (const { ordinal } of version.turns) {
    const turn = citeTurn(version, ordinal);
    const passages = turn.map(({ passage }) => passage);
    if (passages.length === 0 || !passages.every((passage) => genuine.has(passage))) continue;
    if (!(await isOnRecord(passages, onRecord))) changed.push(turn);
  }
  return changed;
}

/** The passages of a turn of an old version, in order; none for a turn that it does not have. */
function citeTurn(version: OldVersion, ordinal: number): CitedPassage[] {
  const { text: _, ...document } = version.document;
  const turn = version.turns.find((one) => one.ordinal === ordinal);
  if (!turn) return [];
  return version.passages
    .filter((passage) => passage.turn === ordinal)
    .map((passage) => ({ passage, turn, document, superseded: version.supersededAt }));
}

/** Those whose words are in the version's text, and give their ids. */
function genuinePassages({ document, passages }: OldVersion): Set<Passage> {
  const occurrenceOf = occurrenceCounter();
  return new Set(
    passages.filter(({ id, text, start, end }) => {
      const occurrence = occurrenceOf(text);
      return document.text.slice(start, end) === text && passageId(document.id, text, occurrence) === id;
    }),
  );
}

/** Whether the record holds these passages, and only these, as one turn. */
async function isOnRecord(passages: readonly Passage[], onRecord: OnRecord): Promise<boolean> {
  const [first] = passages;
  const turn = first ? await onRecord.turn(first.id) : [];
  return turn.length === passages.length && turn.every(({ passage }, i) => passage.id === passages[i]?.id);
}

/** The turns that were superseded last, each once, as many as there is room for. */
function newest(turns: readonly CitedPassage[][], charactersMost: number): CitedPassage[][] {
  const kept = new Map<string, CitedPassage[]>();
  let room = charactersMost;
  const dateOf = ([first]: readonly CitedPassage[]) => first?.superseded ?? '';
  for (const turn of [...turns].sort((a, b) =>
    dateOf(a) < dateOf(b) ? 1 : dateOf(a) > dateOf(b) ? -1 : 0,
  )) {
    const key = turn.map(({ passage }) => passage.id).join(' ');
    if (kept.has(key)) continue;
    room -= lengthOf(turn);
    if (room < 0) break;
    kept.set(key, turn);
  }
  return [...kept.values()];
}

function lengthOf(turn: readonly CitedPassage[]): number {
  return turn.reduce((sum, { passage }) => sum + passage.text.length, 0);
}
