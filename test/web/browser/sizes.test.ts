import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, newest, say } from '../../support/browser.ts';

const FIRST_LOAD_BYTES = 120 * 1024;

/** What a page has loaded so far: names of files, and bytes as they came over the wire. */
async function loaded(page: Page): Promise<{ names: string[]; bytes: number }> {
  const entries = (await page.evaluate(
    `performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
      .map(({ name, encodedBodySize }) => ({ name, encodedBodySize }))`,
  )) as { name: string; encodedBodySize: number }[];
  return {
    names: entries.map(({ name }) => new URL(name).pathname),
    bytes: entries.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  };
}

describeInBrowser('sizes', ({ open }) => {
  test('the first load stays within its budget; the timeline comes when it is opened', async () => {
    const page = await open();
    await page.locator('.message').first().waitFor();
    const first = await loaded(page);
    expect(first.names).toContain('/assets/main.js');
    expect(first.bytes).toBeLessThan(FIRST_LOAD_BYTES);
    expect(first.names.filter((name) => name.includes('timeline'))).toEqual([]);
    await page.goto(`${new URL(page.url()).origin}/#record`);
    await page.locator('.timeline-bars rect').first().waitFor();
    const then = await loaded(page);
    expect(then.names.some((name) => name.includes('timeline'))).toBe(true);
    expect(then.bytes).toBeLessThan(2 * FIRST_LOAD_BYTES);
  });

  test('the font draws every symbol that a reply shows', async () => {
    const page = await open();
    await say(page, 'Has China asked its companies to install backdoors?');
    const shown = (await newest(page).textContent()) ?? '';
    const symbols = [...new Set(shown.match(/\p{Extended_Pictographic}/gu))];
    expect(symbols.length).toBeGreaterThan(1);
    const undrawn = (await page.evaluate(
      `(async (symbols) => {
        const font = [...document.fonts].find(({ family }) => family.includes('On Record Emoji'));
        await font.load();
        const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const pixels = (symbol) => {
          context.clearRect(0, 0, 60, 60);
          context.font = '40px "On Record Emoji", monospace';
          context.fillText(symbol, 5, 45);
          return context.getImageData(0, 0, 60, 60).data.join();
        };
        // What no font draws looks like any other such character.
        const none = pixels(String.fromCodePoint(0x10fffd));
        return symbols.filter((symbol) => pixels(symbol) === none);
      })(${JSON.stringify(symbols)})`,
    )) as string[];
    expect(undrawn).toEqual([]);
  });
});
