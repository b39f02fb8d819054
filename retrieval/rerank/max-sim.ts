/**
 * MaxSim, the inner loop of late interaction, in WebAssembly SIMD: four products at a time, some four times as fast as
 * the same loop over typed arrays. `max-sim.wasm` is compiled from `max-sim.wat` by `npm run build-wasm`.
 */
import { readFileSync } from 'node:fs';
import { bytesPerToken, DECODERS, type PackedTokens, type QueryTokens } from './packed-tokens.ts';

/** What is used of it: the types of Node 20 leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: object };
};

interface MaxSim {
  memory: { buffer: ArrayBuffer; grow(pages: number): void };
  raise(
    query: number,
    count: number,
    components: number,
    text: number,
    tokens: number,
    size: number,
    table: number,
    step: number,
    squares: number,
    unpacked: number,
    discount: number,
    best: number,
  ): void;
}

const module = new WebAssembly.Module(readFileSync(new URL('max-sim.wasm', import.meta.url)));
const { memory, raise } = new WebAssembly.Instance(module).exports as MaxSim;

const FLOAT = 4;
const PAGE = 65536;
/** A vector that is written whole may reach so far past its place. */
const SPARE = 16;

let end = 0;
/** Places never given back: for tables. */
function keep(values: Float32Array): number {
  const at = end;
  new Float32Array(memory.buffer, at, values.length).set(values);
  end += values.byteLength + SPARE;
  return at;
}

const TABLES = {
  2: { table: keep(DECODERS[2].values), squares: keep(DECODERS[2].squares) },
  4: { table: keep(DECODERS[4].values), squares: keep(DECODERS[4].squares) },
} as const;
const FIRST_FREE = end;

/** The question whose tokens lie in the memory. */
let loaded: { query: QueryTokens; unpacked: number; best: number; text: number; at: number } | undefined;

/**
 * Raises `best[q]` to the highest cosine of query token q with any token of the text, times `discount`.
 * The number of components is a multiple of eight.
 */
export function raiseBestCosines(
  query: QueryTokens,
  text: PackedTokens,
  discount: number,
  best: Float32Array,
): void {
  const { count, components, bits } = query;
  if (count === 0 || text.count === 0) return;
  const place = loaded?.query === query ? loaded : load(query);
  const { length } = text.bytes;
  reserve(place.text + length);
  new Uint8Array(memory.buffer, place.text, length).set(text.bytes);
  new Float32Array(memory.buffer, place.best, count).set(best);
  const { table, squares } = TABLES[bits];
  raise(
    place.at,
    count,
    components,
    place.text,
    text.count,
    bytesPerToken(query),
    table,
    DECODERS[bits].perByte * FLOAT,
    squares,
    place.unpacked,
    discount,
    place.best,
  );
  best.set(new Float32Array(memory.buffer, place.best, count));
}

function load(query: QueryTokens) {
  const { count, components, values } = query;
  const unpacked = FIRST_FREE;
  const best = unpacked + components * FLOAT + SPARE;
  const at = best + count * FLOAT;
  const text = at + values.length * FLOAT;
  reserve(text);
  new Float32Array(memory.buffer, at, values.length).set(values);
  loaded = { query, unpacked, best, text, at };
  return loaded;
}

/** Makes sure that the memory reaches so far. */
function reserve(bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}
