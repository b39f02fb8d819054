/** What an import notes beside a file that it fetched (`NAME.meta.json`): the file itself stays as it came. */
import { z } from 'zod';
import { TranscriptError } from './errors.ts';

export const SIDECAR_ENDING = '.meta.json';

const sidecarSchema = z.object({
  /** Where the file was fetched from, after redirects. */
  url: z.url({ protocol: /^https?$/ }),
  /** When, as an ISO time in UTC. */
  retrieved: z.iso.datetime().optional(),
});

export type Sidecar = z.infer<typeof sidecarSchema>;

/** Reads a sidecar. Throws `TranscriptError`. */
export function readSidecar(path: string, bytes: Uint8Array): Sidecar {
  try {
    return sidecarSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new TranscriptError(
      `${path} does not say where its file was fetched from.`,
      'Make it {"url": "https://…"} or remove it.',
      { cause: error },
    );
  }
}

/** The bytes of a sidecar. */
export function writeSidecar(sidecar: Sidecar): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(sidecarSchema.parse(sidecar), null, 2)}\n`);
}
