/** The form of packed token vectors: a few levels around 0, in standard deviations of each token's own components. */

/** How many numbers a packed token has, and of how many bits each is. */
export interface Packing {
  /** A multiple of those in a byte. */
  components: number;
  bits: 2 | 4;
}

/** The tokens of a text, one after the other: each byte holds as many components as fit, the first in its highest bits. */
export interface PackedTokens {
  count: number;
  bytes: Uint8Array;
}

/** The tokens of a question, `count x components`: unit vectors in full precision, for texts of that packing. */
export interface QueryTokens extends Packing {
  count: number;
  values: Float32Array;
  /** How much each token counts; their sum is of no matter. */
  weights: Float32Array;
}

/** Standard deviations that the levels reach on either side: about the best even steps for normal values (Max 1960). */
export const REACH = { 2: 2, 4: 3 } as const;

/** Bytes that a token takes. */
export const bytesPerToken = ({ components, bits }: Packing) => (components * bits) / 8;

/** Each byte's values, `256 x perByte`, and the sum of their squares. */
interface Decoder {
  perByte: number;
  values: Float32Array;
  squares: Float32Array;
}

function decoderOf(bits: Packing['bits']): Decoder {
  const perByte = 8 / bits;
  const levels = 1 << bits;
  // A level stands for the middle of its interval: an odd number, in steps that cancel out in a cosine.
  const values = Float32Array.from({ length: 256 * perByte }, (_, i) => {
    const byte = Math.floor(i / perByte);
    const level = (byte >> (8 - bits * ((i % perByte) + 1))) & (levels - 1);
    return 2 * level - (levels - 1);
  });
  const squares = Float32Array.from({ length: 256 }, (_, byte) =>
    values.subarray(byte * perByte, (byte + 1) * perByte).reduce((sum, value) => sum + value * value, 0),
  );
  return { perByte, values, squares };
}

export const DECODERS = { 2: decoderOf(2), 4: decoderOf(4) } as const;
