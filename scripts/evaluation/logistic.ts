/** Logistic regression by Newton's method. */

interface Example {
  values: readonly number[];
  label: 0 | 1;
  weight: number;
}

const STEPS = 50;

/**
 * Weights of a ridge-penalised logistic regression (iteratively reweighted least squares; Hastie, Tibshirani &
 * Friedman 2009, section 4.4). The first value of each example should be 1: its weight is the bias, and is free.
 */
export function fitLogistic(examples: readonly Example[], ridge: number): number[] {
  const size = examples[0]?.values.length ?? 0;
  let weights = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : -ridge * weight));
    const hessian = weights.map((_, i) => weights.map((_, j) => (i === j ? (i > 0 ? ridge : 1e-9) : 0)));
    for (const { values, label, weight } of examples) {
      const sum = values.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0);
      const p = 1 / (1 + Math.exp(-sum));
      for (const [i, value] of values.entries()) {
        gradient[i] = (gradient[i] ?? 0) + weight * value * (label - p);
        const row = hessian[i] ?? [];
        for (const [j, other] of values.entries())
          row[j] = (row[j] ?? 0) + weight * p * (1 - p) * value * other;
      }
    }
    const move = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight + (move[i] ?? 0));
  }
  return weights;
}

/** Solves a symmetric positive definite system by Gaussian elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    const scale = pivot[i] ?? 1;
    for (let j = 0; j < pivot.length; j++) pivot[j] = (pivot[j] ?? 0) / scale;
    for (const [k, row] of rows.entries()) {
      if (k === i) continue;
      const factor = row[i] ?? 0;
      for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
