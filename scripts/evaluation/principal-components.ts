/** Principal components by subspace iteration (Halko et al. 2011): enough for a few hundred dimensions. */
import { seededRandom } from '../../corpus/random.ts';

const ITERATIONS = 60;

/**
 * The axes along which uncentred rows vary most, most first: `components x dimension`, orthonormal.
 * @param blocks rows of `dimension` numbers, any number of them in a block
 */
export function principalComponents(
  blocks: readonly Float32Array[],
  dimension: number,
  components: number,
): Float32Array {
  const moments = secondMoments(blocks, dimension);
  const random = seededRandom(components);
  let axes: Float64Array = Float64Array.from({ length: components * dimension }, () => random() - 0.5);
  orthonormalize(axes, dimension);
  for (let i = 0; i < ITERATIONS; i++) {
    axes = multiply(axes, moments, dimension);
    orthonormalize(axes, dimension);
  }
  return Float32Array.from(axes);
}

/** Sum over all rows of the products of any two of their components. */
function secondMoments(blocks: readonly Float32Array[], dimension: number): Float64Array {
  const moments = new Float64Array(dimension * dimension);
  for (const rows of blocks) {
    for (let from = 0; from < rows.length; from += dimension) {
      for (let i = 0; i < dimension; i++) {
        const value = rows[from + i] ?? 0;
        for (let j = 0; j <= i; j++) {
          moments[i * dimension + j] = (moments[i * dimension + j] ?? 0) + value * (rows[from + j] ?? 0);
        }
      }
    }
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) moments[j * dimension + i] = moments[i * dimension + j] ?? 0;
  }
  return moments;
}

function multiply(axes: Float64Array, moments: Float64Array, dimension: number): Float64Array {
  const product = new Float64Array(axes.length);
  for (let from = 0; from < axes.length; from += dimension) {
    for (let i = 0; i < dimension; i++) {
      const value = axes[from + i] ?? 0;
      for (let j = 0; j < dimension; j++) {
        product[from + j] = (product[from + j] ?? 0) + value * (moments[i * dimension + j] ?? 0);
      }
    }
  }
  return product;
}

/** Gram-Schmidt, the first axis first, in place. */
function orthonormalize(axes: Float64Array, dimension: number): void {
  for (let from = 0; from < axes.length; from += dimension) {
    const axis = axes.subarray(from, from + dimension);
    for (let before = 0; before < from; before += dimension) {
      const other = axes.subarray(before, before + dimension);
      const shared = axis.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
      for (let i = 0; i < dimension; i++) axis[i] = (axis[i] ?? 0) - shared * (other[i] ?? 0);
    }
    const length = Math.hypot(...axis) || 1;
    for (let i = 0; i < dimension; i++) axis[i] = (axis[i] ?? 0) / length;
  }
}
