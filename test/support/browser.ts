/** The playground in a real browser: Chromium, driven by playwright-core, against a server of this process. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import axe from 'axe-core';
import { pino } from 'pino';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import { type OpenRecord, openRecord } from '../../retrieval/record.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { type PlaygroundServices, playgroundRoutes } from '../../web/playground/routes.ts';
import { startWebServer, type WebServer } from '../../web/server.ts';
import { webApp } from './open-web.ts';
import { silent } from './record.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Where Chromium is; nothing where there is none. */
function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  return named ? named : PLACES.find((place) => existsSync(place));
}

/** The page as a test opens it. */
export interface Playground {
  /** The page as one who comes for the first time sees it; `path` begins with `/`. What goes wrong in it fails the test. */
  open(options?: BrowserContextOptions, path?: string): Promise<Page>;
}

/**
 * Tests with a browser. Without Chromium they are skipped, with a word on why; in CI they fail.
 * @param replace services that stand in for the record's own
 */
export function describeInBrowser(
  name: string,
  tests: (playground: Playground) => void,
  replace: Partial<PlaygroundServices> = {},
): void {
  const executablePath = findChromium();
  if (executablePath === undefined && !process.env.CI) {
    describe.skip(`${name} (no Chromium found: set CHROMIUM_PATH)`, () => tests({ open: () => noBrowser() }));
    return;
  }
  describe(name, () => {
    let record: OpenRecord;
    let server: WebServer | undefined;
    let browser: Browser;
    let origin = '';
    /** By their options. A new page costs a second or two; one that is loaded again costs a third of that. */
    const pages = new Map<string, { page: Page; faults: string[] }>();

    beforeAll(async () => {
      if (executablePath === undefined) return noBrowser();
      record = await openRecord(readSettings(recordSettings, { DATA_DIR: inject('dataDir') }), silent);
      const shown = { ...services(record), ...replace };
      const routes = [playgroundRoutes({ services: () => shown, log: pino({ level: 'silent' }) })];
      server = await startWebServer(webApp(record, { routes }).app, {
        host: '127.0.0.1',
        port: 0,
        closingMs: 0,
      });
      origin = server.url;
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    });
    afterEach(async () => {
      for (const { page, faults } of pages.values()) {
        if (page.url() === 'about:blank') continue;
        await page.evaluate('localStorage.clear()');
        await page.unrouteAll({ behavior: 'ignoreErrors' });
        // A path that differs in its fragment alone would not be loaded anew.
        await page.goto('about:blank');
        expect(faults.splice(0)).toEqual([]);
      }
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      record?.close();
    });

    tests({
      async open(options = {}, at = '/') {
        const key = JSON.stringify(options);
        const known = pages.get(key);
        const page =
          known?.page ??
          (await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage());
        if (!known) pages.set(key, { page, faults: watch(page, origin) });
        await page.emulateMedia({ colorScheme: options.colorScheme ?? null });
        await page.goto(`${origin}${at}`);
        // The channel comes after the page itself: keys pressed before that would go nowhere.
        await page.locator('#main > .loading').waitFor({ state: 'detached' });
        return page;
      },
    });
  });
}

function noBrowser(): never {
  throw new Error('There is no Chromium to test the page with. Install it, or set CHROMIUM_PATH.');
}

function services(record: OpenRecord): PlaygroundServices {
  return { ...record, passageOfMessage: async () => undefined };
}

/** What no page may do: leave its origin, break its policy, or print an error. */
function watch(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('blob:')) faults.push(`request to ${url}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  return faults;
}

/** Types a message, or a whole command, and waits for the whole answer. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Message to On Record' }).fill(text);
  // A command has moved the focus to its last option.
  await page.keyboard.press('Enter');
  await settled(page);
}

/** Waits until no reply is on its way: the page shows that one is as soon as a key or a button is pressed. */
export async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.locator('[aria-busy=true]').count(), { timeout: 30_000 }).toBe(0);
}

/** The newest message of the channel. */
export function newest(page: Page) {
  return page.locator('.message').last();
}

/** Serious and critical faults of accessibility, each with the elements that have it. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  // What passed would be described as fully as what did not, and sent here.
  const violations = (await page.evaluate(
    'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as axe.Result[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`,
    );
}

/** A picture of the page, to be looked at after a run. */
export function screenshot(page: Page, name: string): Promise<void> {
  return pictureOf(page, name, '.ci-out/screenshots');
}

/** A picture of a page, or of a part of it, in a folder. */
export async function pictureOf(shown: Page | Locator, name: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await shown.screenshot({ path: path.join(folder, `${name}.png`) });
}
