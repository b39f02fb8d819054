/** How one snapshot is named to whoever reads it: its folder, and the digest that vouches for all that is in it. */
import { z } from 'zod';

export const SNAPSHOT_NAME = /^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$/;

export const pointerSchema = z.object({
  /** Folder below `snapshots/`. */
  snapshot: z.string().regex(SNAPSHOT_NAME),
  /** Digest of its manifest, hex: the manifest vouches for the other files. */
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Pointer = z.infer<typeof pointerSchema>;
