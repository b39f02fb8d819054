/** Why a file is no transcript, in the words that help most: a list page, a login page, a picture… */
import { TranscriptError, UnreadableRolesError } from './errors.ts';
import { foldSpace } from './passage-id.ts';
import { decodePage } from './sources/decode.ts';
import { extractHtml } from './sources/html/extract.ts';
import type { Page, SourceFile } from './sources/page.ts';
import { isProse } from './transcript/boilerplate.ts';

const SHOWN_LINES = 3;
const LINE_LENGTH = 120;
const PICTURE = /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|BM)/s;
/** So many links for each hundred words are a list. */
const LIST_LINKS = 8;
/** A list may introduce itself in so many paragraphs. */
const LIST_PROSE = 2;

/** The best reason for a refusal, with the first lines that were read. */
export function diagnose(file: SourceFile, error: TranscriptError, pages: readonly Page[]): TranscriptError {
  const roles = error instanceof UnreadableRolesError;
  const { problem, remedy } = roles ? error : (findPictureProblem(file) ?? findPageProblem(file) ?? error);
  return new TranscriptError(problem, remedy, { cause: error, firstLines: firstLinesOf(pages) });
}

function firstLinesOf([page]: readonly Page[]): string[] {
  const lines = (page?.text.slice(page.bodyStart) ?? '').split(/\r\n|\n|\r/, 1000).map(foldSpace);
  return lines
    .filter((line) => line !== '')
    .slice(0, SHOWN_LINES)
    .map((line) => line.slice(0, LINE_LENGTH));
}

type Reason = Pick<TranscriptError, 'problem' | 'remedy'>;

function findPictureProblem({ path, bytes }: SourceFile): Reason | undefined {
  return PICTURE.test(Buffer.from(bytes.subarray(0, 16)).toString('latin1'))
    ? { problem: `${path} is a picture.`, remedy: 'Run it through text recognition and import the text.' }
    : undefined;
}

function findPageProblem({ path, bytes, url }: SourceFile): Reason | undefined {
  if (!/\.html?$/i.test(path)) return undefined;
  try {
    const page = extractHtml(decodePage(path, bytes));
    if (page.asksForPassword) {
      const remedy = 'Log in with a browser, save the page, and import the file.';
      return { problem: `${path} is a login page.`, remedy };
    }
    const links = page.links.length;
    const words = page.text.split(/\s+/).length;
    if (links < 5 || (links / words) * 100 < LIST_LINKS) return undefined;
    // A page that says something has another reason not to be read than its many links.
    if (page.text.split('\n\n').filter(isProse).length > LIST_PROSE) return undefined;
    const given = url === undefined ? 'its address' : 'it';
    const remedy = `To bring the pages that it links, import ${given} with --follow PATTERN.`;
    return { problem: `${path} is a list of links, not a transcript.`, remedy };
  } catch {
    return undefined;
  }
}
