import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  accessibilityFaults,
  describeInBrowser,
  newest,
  pictureOf,
  say,
  screenshot,
} from '../../support/browser.ts';

const QUESTION = 'Has China asked its companies to install backdoors?';
const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

/** Every view of the page, and how one comes to it. */
const VIEWS: Record<string, (page: Page) => Promise<void>> = {
  channel: async (page) => {
    await page.locator('.message').first().waitFor();
  },
  reply: (page) => say(page, QUESTION),
  commands: async (page) => {
    const box = page.getByRole('combobox', { name: 'Message to On Record' });
    await box.pressSequentially('/');
    await page.getByRole('option').first().waitFor();
  },
  options: async (page) => {
    const box = page.getByRole('combobox', { name: 'Message to On Record' });
    await box.pressSequentially('/topic ');
    await page.getByRole('option').first().waitFor();
  },
  verify: async (page) => {
    const message = page.locator('.message', { hasText: 'Priya' });
    await message.hover();
    await message.getByRole('button', { name: /^More about/ }).click();
    await page.getByRole('menuitem', { name: /^Verify quote/ }).click();
    await newest(page).locator('.embed').waitFor();
  },
  menu: async (page) => {
    const message = page.locator('.message', { hasText: 'Jonas' });
    await message.hover();
    await message.getByRole('button', { name: /^More about/ }).click();
    await page.getByRole('menuitem').first().waitFor();
  },
  topic: async (page) => {
    await say(page, '/topic name:Huawei');
    await newest(page).locator('.embed').waitFor();
  },
  why: async (page) => {
    await say(page, QUESTION);
    await newest(page).getByRole('button', { name: 'Why this passage' }).click();
    await page.locator('.why').waitFor();
  },
  'why-topic': async (page) => {
    await say(page, '/topic name:China');
    await newest(page).getByRole('button', { name: 'Why these statements' }).click();
    await page.locator('.why').waitFor();
  },
  'why-verify': async (page) => {
    await VIEWS.verify?.(page);
    await newest(page).getByRole('button', { name: 'Why this verdict' }).click();
    await page.locator('.why').waitFor();
  },
  timeline: async (page) => {
    await page.getByRole('link', { name: 'The record' }).click();
    await page.locator('.timeline-bars rect').first().click();
    await page.locator('.month .unfold summary').click();
    await page.locator('.month .statement-list').waitFor();
  },
  source: async (page) => {
    await say(page, QUESTION);
    await newest(page).getByRole('button', { name: 'In its source' }).click();
    await page.locator('.marked').waitFor();
  },
};
/** What the docs show, in how large a window, and which part of it. */
const FOR_DOCS = [
  { name: 'reply', part: 'body', viewport: { width: 1000, height: 920 } },
  { name: 'why', part: '#panel', viewport: { width: 1180, height: 1680 } },
  { name: 'timeline', part: 'body', viewport: { width: 1180, height: 760 } },
];

describeInBrowser('each view', ({ open }) => {
  for (const [name, show] of Object.entries(VIEWS)) {
    test(`${name} is accessible in both themes`, async () => {
      const page = await open({ viewport: DESKTOP, colorScheme: 'dark' });
      await show(page);
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await screenshot(page, `${name}-${colorScheme}`);
        expect(await accessibilityFaults(page)).toEqual([]);
      }
    });

    test(`${name} fits a phone`, async () => {
      const page = await open({ viewport: PHONE, colorScheme: 'dark', hasTouch: true, isMobile: true });
      await show(page);
      await screenshot(page, `${name}-phone`);
      const widths = await page.evaluate(
        '[document.documentElement, document.body, ...document.querySelectorAll(".log, .scroller, .panel-body")].map((e) => e.scrollWidth - e.clientWidth)',
      );
      expect(widths).toEqual((widths as number[]).map(() => 0));
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  }

  const { SCREENSHOTS: folder } = process.env;
  for (const { name, part, viewport } of folder === undefined ? [] : FOR_DOCS) {
    test(`${name} is drawn for the docs`, async () => {
      const page = await open({ viewport, colorScheme: 'dark' });
      await VIEWS[name]?.(page);
      await pictureOf(page.locator(part), name, folder ?? '');
    });
  }

  test('the theme follows the system until somebody chooses, and the choice stays', async () => {
    const page = await open({ colorScheme: 'dark' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.getByRole('button', { name: 'Switch to light' }).waitFor();
    expect(await background()).toBe('rgb(49, 51, 56)');
    await page.getByRole('button', { name: 'Switch to light' }).click();
    expect(await background()).toBe('rgb(255, 255, 255)');
    await page.reload();
    await page.getByRole('button', { name: 'Switch to dark' }).waitFor();
    expect(await background()).toBe('rgb(255, 255, 255)');
  });
});
