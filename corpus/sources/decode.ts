/** Raw bytes to text: by a byte-order mark, as UTF-8, as declared, as GB 18030, otherwise a clear refusal. */
import { TranscriptError } from '../errors.ts';

/** Larger files are not transcripts: a three-hour briefing has some 200 kB. */
export const MAX_BYTES = 16 * 1024 * 1024;

const SAVE_AS_UTF8 = 'Save it as UTF-8 text and try again.';

/**
 * The text of a file, byte-order mark removed and otherwise unaltered. `declared` is the character set that
 * the file itself names; pages are often wrong about it. Throws `TranscriptError`.
 */
export function decodeText(path: string, bytes: Uint8Array, declared?: string): string {
  if (bytes.length > MAX_BYTES) throw tooLarge(path);
  const text = decodeMarked(bytes) ?? decodeUnmarked(path, bytes, declared);
  if (text.trim() === '') {
    throw new TranscriptError(`${path} is empty.`, 'Put a transcript into it, or remove it from the folder.');
  }
  if (isMostlyControl(text)) throw binary(path);
  return text;
}

/** The text of a page, by the character set that it names near its top. Throws `TranscriptError`. */
export function decodePage(path: string, bytes: Uint8Array): string {
  const top = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const declared = /<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}["']?([\w-]{2,30})/i.exec(top)?.[1];
  return decodeText(path, bytes, declared);
}

/** The refusal of a file that no transcript fills. */
export function tooLarge(path: string): TranscriptError {
  return new TranscriptError(
    `${path} is larger than ${MAX_BYTES / 1024 / 1024} MiB.`,
    'Split it into one file for each transcript, or remove it from the folder.',
  );
}

/** UTF-16 is known by its mark alone. */
function decodeMarked(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return tryDecode('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return tryDecode('utf-16be', bytes);
  return undefined;
}

function decodeUnmarked(path: string, bytes: Uint8Array, declared: string | undefined): string {
  if (bytes.includes(0)) throw binary(path);
  const text = tryDecode('utf-8', bytes) ?? tryDeclared(declared, bytes) ?? tryGb18030(bytes);
  if (text !== undefined) return text;
  const named = declared === undefined ? '' : `, nor the “${declared.slice(0, 20)}” that it declares`;
  throw new TranscriptError(`${path} is neither UTF-8 nor GB 18030 text${named}.`, SAVE_AS_UTF8);
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

const WESTERN_MARKS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Some releases of Node decode windows-1252 as latin1, which has controls where that has quotation marks. */
function westernMark(control: string): string {
  return WESTERN_MARKS.charAt(control.charCodeAt(0) - 0x80);
}

/** Western sets take any bytes: where GB 18030 gives a text full of ideographs, the page declared them wrongly. */
function tryDeclared(declared: string | undefined, bytes: Uint8Array): string | undefined {
  if (declared === undefined) return undefined;
  const text = tryDecode(declared, bytes)?.replace(/[\u0080-\u009f]/g, westernMark);
  if (text === undefined || !/^(?:windows-125|iso-?8859|latin|us-ascii|x-mac)/i.test(declared)) return text;
  const chinese = tryGb18030(bytes);
  const ideographs = chinese?.match(/\p{Script=Han}/gu)?.length ?? 0;
  return chinese !== undefined && ideographs > chinese.length / 10 ? chinese : text;
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
