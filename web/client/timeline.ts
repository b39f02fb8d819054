/** Statements by month as a bar chart. Loaded only when somebody looks at the record. */
import { axisX, axisY, plot, rectY, ruleY } from '@observablehq/plot';
import { counted, type Month, monthName } from './months.ts';

const HEIGHT = 240;

/** A chart of so many pixels; each month is a button of its own. */
export function drawTimeline(
  months: readonly Month[],
  width: number,
  selected: string | undefined,
  onSelect: (month: string) => void,
): Element {
  const bars = months.map((month) => {
    const start = new Date(`${month.key}-01T00:00:00Z`);
    const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
    return { ...month, start, end };
  });
  const span = (bars.at(-1)?.end.getTime() ?? 0) - (bars[0]?.start.getTime() ?? 0);
  const monthWidth = (31 * 86_400_000 * (width - 70)) / Math.max(1, span);
  const chart = plot({
    width,
    height: HEIGHT,
    marginLeft: 44,
    marginBottom: 32,
    marginTop: 16,
    marginRight: 12,
    className: 'timeline-plot',
    x: { type: 'utc', label: null },
    y: { label: null, nice: true },
    marks: [
      axisY({ anchor: 'left', ticks: 4, tickSize: 0, label: null }),
      axisX({ anchor: 'bottom', ticks: Math.max(2, Math.floor(width / 110)), tickSize: 0, label: null }),
      ruleY([0]),
      rectY(bars, {
        x1: 'start',
        x2: 'end',
        y: 'statements',
        inset: monthWidth > 3 ? Math.min(3, monthWidth / 8) : 0,
        rx: monthWidth > 12 ? 3 : 0,
        className: 'timeline-bars',
      }),
    ],
  });
  // Plot brings a style element, which the page's content security policy forbids; main.css says the same.
  for (const style of chart.querySelectorAll('style')) style.remove();
  // Of Plot’s own groups none is a thing to name; each bar is.
  for (const group of chart.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  chart.setAttribute('role', 'group');
  chart.setAttribute('aria-label', 'Statements by month');
  for (const [i, bar] of [...chart.querySelectorAll('.timeline-bars rect')].entries()) {
    const month = months[i];
    if (month) makeButton(bar, month, month.key === selected, onSelect);
  }
  return chart;
}

function makeButton(bar: Element, month: Month, pressed: boolean, onSelect: (month: string) => void): void {
  const { key, statements, documents } = month;
  const label = `${monthName(key)}: ${counted(statements, 'statement')} in ${counted(documents, 'document')}`;
  bar.setAttribute('role', 'button');
  bar.setAttribute('tabindex', '0');
  bar.setAttribute('aria-label', label);
  bar.setAttribute('aria-pressed', String(pressed));
  bar.setAttribute('data-month', key);
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = label;
  bar.append(title);
  bar.addEventListener('click', () => onSelect(key));
  bar.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(key);
    }
    const next =
      event.key === 'ArrowRight'
        ? bar.nextElementSibling
        : event.key === 'ArrowLeft'
          ? bar.previousElementSibling
          : null;
    if (next instanceof SVGElement) next.focus();
  });
}
