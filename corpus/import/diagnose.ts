/** Why a file is no transcript, in the words that help most: a list page, a login page, a picture… */
import { ImportError, type OnRecordError } from '../errors.ts';
import { foldSpace } from '../passage-id.ts';
import { decodeText } from '../sources/decode.ts';
import { blockText } from '../sources/html/blocks.ts';
import { declaredCharset } from '../sources/html/charset.ts';
import { parseDocument } from '../sources/html/dom.ts';
import { readPages } from '../sources/index.ts';
import type { Candidate, FoundFile } from './candidate.ts';

export interface Diagnosis {
  problem: string;
  remedy: string;
  firstLines?: string[];
}

const SHOWN_LINES = 3;
const LINE_LENGTH = 120;
const PICTURE = /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|BM)/s;
/** So many links for each hundred words are a list. */
const LIST_LINKS = 8;

/** The reason for a refusal, with the name that the person gave, and the first lines that were read. */
export async function diagnose(candidate: Candidate, error: OnRecordError): Promise<Diagnosis> {
  if ('error' in candidate || error instanceof ImportError)
    return { problem: error.problem, remedy: error.remedy };
  const { name, fileName } = candidate;
  const better = isPicture(candidate) ? pictureProblem(name) : findPageProblem(candidate);
  // Only the name that the person knows: a page's own file name says nothing.
  const problem = better?.problem ?? error.problem.replace(fileName, name);
  const firstLines = await readFirstLines(candidate);
  return { problem, remedy: better?.remedy ?? error.remedy, ...(firstLines.length > 0 && { firstLines }) };
}

async function readFirstLines({ fileName: path, bytes }: FoundFile): Promise<string[]> {
  try {
    const [page] = await readPages({ path, bytes });
    const lines = (page?.text.slice(page.bodyStart) ?? '').split(/\r\n|\n|\r/).map(foldSpace);
    return lines
      .filter((line) => line !== '')
      .slice(0, SHOWN_LINES)
      .map((line) => line.slice(0, LINE_LENGTH));
  } catch {
    // It is refused for a reason that has been told.
    return [];
  }
}

function isPicture({ bytes }: FoundFile): boolean {
  return PICTURE.test(Buffer.from(bytes.subarray(0, 16)).toString('latin1'));
}

function pictureProblem(name: string): Diagnosis {
  return { problem: `${name} is a picture.`, remedy: 'Run it through text recognition and import the text.' };
}

function findPageProblem({ name, fileName, bytes, url }: FoundFile): Diagnosis | undefined {
  if (!/\.html?$/i.test(fileName)) return undefined;
  try {
    const document = parseDocument(decodeText(fileName, bytes, declaredCharset(bytes)));
    if (document.querySelector('input[type=password]') !== null) {
      const remedy = 'Log in with a browser, save the page, and import the file.';
      return { problem: `${name} is a login page.`, remedy };
    }
    const links = [...document.querySelectorAll('a[href]')].length;
    const words = blockText(document.body).split(/\s+/).length;
    if (links < 5 || (links / words) * 100 < LIST_LINKS) return undefined;
    const given = url === undefined ? 'its address' : 'it';
    const remedy = `To bring the pages that it links, import ${given} with --follow PATTERN.`;
    return { problem: `${name} is a list of links, not a transcript.`, remedy };
  } catch {
    return undefined;
  }
}
