/**
 * What is known of a file beside its own words (`NAME.meta.json`): where it was fetched from, and what a person states
 * about it. The file itself stays as it came.
 */
import { z } from 'zod';
import { TranscriptError } from './errors.ts';
import { isoDate, webAddress } from './schema.ts';

export const SIDECAR_ENDING = '.meta.json';

const text = z.string().trim().min(1);
const names = z.union([text.transform((name) => [name]), z.array(text)]);

/** What may be stated of all documents of a source at once. */
export const COMMON = {
  publisher: text.optional(),
  /** BCP 47. */
  language: text.optional(),
  /** Who answers, and who asks, as their labels say it. */
  official: names.optional(),
  reporter: names.optional(),
};

const sidecarSchema = z.object({
  /** Where the file was fetched from, after redirects. Anything but an http or https address is dropped. */
  url: webAddress.optional().catch(undefined),
  /** When, as an ISO time in UTC. */
  retrieved: z.iso.datetime().optional(),
  title: text.optional(),
  date: isoDate.optional(),
  ...COMMON,
});

export type Sidecar = z.infer<typeof sidecarSchema>;

/** Reads a sidecar, with a warning for what was dropped. Throws `TranscriptError`. */
export function readSidecar(path: string, bytes: Uint8Array): { sidecar: Sidecar; warnings: string[] } {
  try {
    const raw: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const sidecar = sidecarSchema.parse(raw);
    const given = typeof raw === 'object' && raw !== null && 'url' in raw ? raw.url : undefined;
    const dropped = given !== undefined && sidecar.url === undefined;
    return { sidecar, warnings: dropped ? [droppedAddress(String(given), path)] : [] };
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const field = issue === undefined ? '' : ` (${issue.path.join('.') || 'the whole'}: ${issue.message})`;
    throw new TranscriptError(
      `${path} is not a valid sidecar${field}.`,
      'Make it such as {"url": "https://…", "date": "2024-05-31"}, or remove it.',
      { cause: error },
    );
  }
}

/** The bytes of a sidecar. */
export function writeSidecar(sidecar: Sidecar): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(sidecarSchema.parse(sidecar), null, 2)}\n`);
}

/** The warning for an address that is not one of the web (`javascript:…`, `file:…`). */
export function droppedAddress(address: string, where: string): string {
  return `the address “${address.slice(0, 80)}” in ${where} is not http or https, and was left out`;
}
