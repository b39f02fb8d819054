/** Raw bytes of a text file to its text: UTF-8 first, then GB 18030, otherwise a clear refusal. */
import { TranscriptError } from './errors.ts';

/** Larger files are not transcripts: a three-hour briefing has some 200 kB. */
export const MAX_BYTES = 16 * 1024 * 1024;

const SAVE_AS_UTF8 = 'Save it as UTF-8 text and try again.';

/** The text of a file, byte-order mark removed and otherwise unaltered. Throws `TranscriptError`. */
export function decodeText(path: string, bytes: Uint8Array): string {
  if (bytes.length > MAX_BYTES) {
    throw new TranscriptError(
      `${path} is larger than 16 MiB.`,
      'Split it into one file for each transcript, or remove it from the folder.',
    );
  }
  if (bytes.includes(0)) throw binary(path);
  const text = tryDecode('utf-8', bytes) ?? tryGb18030(bytes);
  if (text === undefined) {
    throw new TranscriptError(`${path} is neither UTF-8 nor GB 18030 text.`, SAVE_AS_UTF8);
  }
  if (text.trim() === '') {
    throw new TranscriptError(`${path} is empty.`, 'Put a transcript into it, or remove it from the folder.');
  }
  if (isMostlyControl(text)) throw binary(path);
  return text;
}

function binary(path: string): TranscriptError {
  return new TranscriptError(`${path} holds binary data, not text.`, SAVE_AS_UTF8);
}

function tryDecode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * GB 18030 accepts nearly any bytes, Western code pages included: there a curly apostrophe and the letter
 * after it come out as one ideograph glued to a Latin word. Such text is not what the file says.
 */
function tryGb18030(bytes: Uint8Array): string | undefined {
  const text = tryDecode('gb18030', bytes);
  if (text === undefined) return undefined;
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const mostlyLatin = ideographs < text.length / 10;
  return mostlyLatin && /[a-z]\p{Script=Han}(?!\p{Script=Han})/u.test(text) ? undefined : text;
}

function isMostlyControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const controls = text.match(/[\u0001-\u0008\u000e-\u001f\u007f]/g)?.length ?? 0;
  return controls > text.length / 20;
}
