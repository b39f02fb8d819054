/** The reliability diagram: of the answers held for so sure, how many were right (Niculescu-Mizil & Caruana 2005). */
import { type Outcome, reliabilityBins } from './metrics.ts';

const SIZE = 320;
const MARGIN = 48;

/** The diagram as SVG: a dot for each bin, its area the number of questions; on the diagonal confidence is honest. */
export function reliabilityDiagram(outcomes: readonly Outcome[], title: string): string {
  const x = (share: number) => (MARGIN + share * SIZE).toFixed(1);
  const y = (share: number) => (MARGIN + (1 - share) * SIZE).toFixed(1);
  const dots = reliabilityBins(outcomes).map(({ confidence, right, questions }) => {
    const radius = (3 + 22 * Math.sqrt(questions / outcomes.length)).toFixed(1);
    const label = `${questions} questions: ${percent(confidence)} sure, ${percent(right)} right`;
    return `<circle cx="${x(confidence)}" cy="${y(right)}" r="${radius}"><title>${label}</title></circle>`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<text x="${x(share)}" y="${MARGIN + SIZE + 16}" text-anchor="middle">${percent(share)}</text>`,
    `<text x="${MARGIN - 6}" y="${Number(y(share)) + 4}" text-anchor="end">${percent(share)}</text>`,
  ]);
  const middle = MARGIN + SIZE / 2;
  const all = SIZE + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${all} ${all}" font-family="sans-serif" font-size="11">`,
    `<rect width="${all}" height="${all}" fill="#fff"/>`,
    `<rect x="${MARGIN}" y="${MARGIN}" width="${SIZE}" height="${SIZE}" fill="none" stroke="#888"/>`,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#888" stroke-dasharray="4"/>`,
    `<g fill="#2563eb" fill-opacity="0.6">${dots.join('')}</g>`,
    ...ticks,
    `<text x="${middle}" y="24" text-anchor="middle" font-size="13">${escapeXml(title)}</text>`,
    `<text x="${middle}" y="${all - 10}" text-anchor="middle">confidence</text>`,
    `<text x="14" y="${middle}" text-anchor="middle" transform="rotate(-90 14 ${middle})">first hit right</text>`,
    '</svg>\n',
  ].join('\n');
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
