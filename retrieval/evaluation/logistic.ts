/** Logistic regression by Newton's method, and isotonic regression to calibrate what comes out of it. */

export interface Example {
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

/** So many imaginary examples at the mean keep a step of a few questions from claiming 0 or 1. */
const PRIOR = 4;

/**
 * Isotonic regression by pool-adjacent-violators (Zadrozny & Elkan 2002): the rising steps, as [score, probability],
 * that are nearest to the labels. Each step is shrunk towards the mean of all.
 */
export function fitIsotonic(points: readonly { score: number; label: 0 | 1 }[]): [number, number][] {
  const mean = points.reduce((sum, { label }) => sum + label, 0) / points.length;
  const blocks: { scores: number; labels: number; count: number }[] = [];
  for (const { score, label } of points.toSorted((a, b) => a.score - b.score)) {
    blocks.push({ scores: score, labels: label, count: 1 });
    for (;;) {
      const [before, last] = [blocks.at(-2), blocks.at(-1)];
      if (!before || !last || before.labels / before.count < last.labels / last.count) break;
      before.scores += last.scores;
      before.labels += last.labels;
      before.count += last.count;
      blocks.pop();
    }
  }
  const steps = blocks.map(({ scores, labels, count }): [number, number] => [
    scores / count,
    (labels + PRIOR * mean) / (count + PRIOR),
  ]);
  // Shrinking small blocks harder may put a step below the one before it.
  return steps.map(([at], i) => [at, Math.max(...steps.slice(0, i + 1).map(([, p]) => p))]);
}
