import { expect, test } from 'vitest';
import type { DocumentListing } from '../../../retrieval/interfaces.ts';
import { describeInBrowser, newest, say, settled } from '../../support/browser.ts';

describeInBrowser('the record', ({ open }) => {
  test('a month of the timeline lists its documents, whose statements lead into the source', async () => {
    const page = await open({}, '/#record');
    const bars = page.locator('.timeline-bars rect');
    await expect.poll(() => bars.count()).toBe(2);
    expect(await bars.first().getAttribute('aria-label')).toBe('February 2019: 15 statements in 1 document');
    await bars.first().click();
    const month = page.locator('.month');
    await month.getByText('15 statements in 1 document').waitFor();
    expect(page.url()).toMatch(/#record\/2019-02$/);
    await month.getByText('Statements', { exact: true }).click();
    await month.locator('.statement-list li').nth(3).getByRole('link').click();
    await page.locator('.source .marked').waitFor();
    expect(await page.locator('.marked mark').textContent()).toMatch(/^Third, the Chinese government/);
  });

  test('a month can be chosen by keyboard', async () => {
    const page = await open({}, '/#record');
    await page.locator('.timeline-bars rect').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.locator('.month').getByRole('heading', { name: 'July 2019' }).waitFor();
    expect(await page.locator(':focus').getAttribute('data-month')).toBe('2019-07');
    expect(await page.locator(':focus').getAttribute('aria-pressed')).toBe('true');
  });

  test('the source of a reply is its whole text, scrolled to the passage', async () => {
    const page = await open();
    await say(page, 'What does the embassy say about the Dutch 5G risk assessment and backdoors?');
    const id = (await newest(page).locator('.embed-footer').textContent())?.split(' ').at(-1);
    await newest(page).getByRole('button', { name: 'In its source' }).click();
    const marked = page.locator('.source .marked');
    await marked.waitFor();
    expect(await marked.getAttribute('id')).toBe(`passage-${id}`);
    const text = await page.locator('.source-text').textContent();
    expect(text).toContain('2019/07/03');
    expect(text).toContain(
      'address the cyber security challenges by strengthening communication and cooperation.',
    );
    await expect.poll(async () => (await marked.boundingBox())?.y).toBeLessThan(720);
    expect((await marked.boundingBox())?.y).toBeGreaterThan(0);
    expect(await page.locator(`a[href="/p/${id}"]`).first().count()).toBe(1);
    await page.goBack();
    expect(await newest(page).locator('.embed').isVisible()).toBe(true);
  });

  test('a topic asks for its statements in the channel', async () => {
    const page = await open({}, '/#record');
    await page.getByRole('button', { name: /^Huawei/ }).click();
    await settled(page);
    expect(await newest(page).locator('.embed-title').textContent()).toBe('Huawei');
  });

  test('what is not on record says so', async () => {
    const page = await open({}, '/#record');
    await page.locator('.timeline-bars rect').first().waitFor();
    const answered = page.waitForResponse(/playground\/documents\//);
    // The fault is provoked: a page that reports it is right.
    page.removeAllListeners('console');
    await page.evaluate("location.hash = '#source/no-such-document'");
    expect((await answered).status()).toBe(404);
    await page.getByRole('alert').getByText('There is no such document on record.').waitFor();
  });
});

describeInBrowser(
  'a large record',
  ({ open }) => {
    test('1,154 documents: a bar for each month, and a list that grows and can be filtered', async () => {
      const page = await open({}, '/#record');
      await expect.poll(() => page.locator('.timeline-bars rect').count()).toBe(120);
      const list = page.locator('.card .documents').last();
      expect(await list.locator('.document').count()).toBe(40);
      await page.getByRole('button', { name: 'Show more' }).click();
      expect(await list.locator('.document').count()).toBe(80);
      await page.getByRole('searchbox').fill('conference 1153');
      await expect.poll(() => list.locator('.document').count()).toBe(1);
      expect(await list.locator('.document-title').textContent()).toBe('Conference 1153');
    });
  },
  { catalogue: { documents: async () => listings(1154), document: async () => undefined } },
);

function listings(count: number): DocumentListing[] {
  return Array.from({ length: count }, (_, i) => {
    const month = i % 120;
    return {
      id: `document-${i}`,
      title: `Conference ${i}`,
      date: `${2010 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
      publisher: 'A ministry',
      kind: 'press-conference' as const,
      language: 'en',
      turns: 3,
      statements: 5 + (i % 17),
      speakers: [`Speaker-${i % 7}`],
    };
  });
}
