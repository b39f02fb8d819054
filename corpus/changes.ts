/** What was altered between two versions of a document, word by word. */
import { diffWordsWithSpace } from 'diff';
import type { OldVersion } from './history.ts';
import type { Document, Transcript } from './schema.ts';

/** One place where words were changed, with a few words around it. */
interface Alteration {
  before: string;
  removed: string;
  added: string;
  after: string;
}

/** All alterations between a version and the one that took its place. */
export interface DocumentChange {
  document: Pick<Document, 'id' | 'title' | 'date' | 'path' | 'url'>;
  /** When the new version was first seen. */
  seenAt: string;
  oldSha256: string;
  newSha256: string;
  alterations: Alteration[];
}

const CONTEXT_WORDS = 8;

/** Compares each old version with the next one of its document; the last with the document as it stands. */
export function listChanges(
  history: readonly OldVersion[],
  current: readonly Transcript[],
): DocumentChange[] {
  return history.map((version, i) => {
    const { id } = version.document;
    const next = history.slice(i + 1).find((later) => later.document.id === id);
    const successor =
      next ?? current.find(({ document }) => document.id === id || document.path === version.document.path);
    const { title, date, path, url } = version.document;
    return {
      document: { id, title, date, path, ...(url !== undefined && { url }) },
      seenAt: version.supersededAt,
      oldSha256: version.document.sha256,
      newSha256: successor?.document.sha256 ?? '',
      alterations: successor ? compareWords(wordsOf(version), wordsOf(successor)) : [],
    };
  });
}

/** Questions and answers as they are read, white space folded. */
function wordsOf({ turns, passages }: Pick<Transcript, 'turns' | 'passages'>): string {
  return turns
    .flatMap(({ ordinal, question = '' }) => [
      question,
      ...passages.filter(({ turn }) => turn === ordinal).map(({ text }) => text),
    ])
    .map((text) => text.replace(/\s+/gu, ' ').trim())
    .filter((text) => text !== '')
    .join(' ¶ ');
}

function compareWords(before: string, after: string): Alteration[] {
  const parts = diffWordsWithSpace(before, after);
  const alterations: Alteration[] = [];
  for (const [i, part] of parts.entries()) {
    const previous = parts[i - 1];
    if ((!part.added && !part.removed) || previous?.removed || previous?.added) continue;
    const pair = [part, ...(parts[i + 1]?.added || parts[i + 1]?.removed ? [parts[i + 1]] : [])];
    const textOf = (kind: 'added' | 'removed') => pair.find((one) => one?.[kind])?.value.trim() ?? '';
    alterations.push({
      before: lastWords(previous?.value ?? ''),
      removed: textOf('removed'),
      added: textOf('added'),
      after: firstWords(parts[i + pair.length]?.value ?? ''),
    });
  }
  return alterations;
}

const lastWords = (text: string) => text.trim().split(' ').slice(-CONTEXT_WORDS).join(' ');
const firstWords = (text: string) => text.trim().split(' ').slice(0, CONTEXT_WORDS).join(' ');
