import { expect, test } from 'vitest';
import { describeInBrowser, newest, say, settled } from '../../support/browser.ts';

describeInBrowser('why this passage', ({ open }) => {
  test('tells the verdict, the matched words and what the score is made of', async () => {
    const page = await open();
    await say(page, 'Has China asked its companies to install backdoors?');
    await newest(page).getByRole('button', { name: 'Why this passage' }).click();
    const why = page.locator('.why');
    await why.waitFor();
    expect(await why.locator('.gauge').getAttribute('aria-label')).toMatch(
      /^\d+% sure\. From \d+% a passage is related, from \d+% it answers\.$/,
    );
    const lit = await why.locator('mark.lit').allTextContents();
    expect(lit).toContain('backdoors');
    expect(lit).toContain('installing');
    expect(lit).not.toContain('the');
    const row = why.locator('.words tbody tr', { hasText: 'install' }).first();
    expect(await row.locator('td').first().textContent()).toBe('installing');
    expect(await why.locator('.ranks').textContent()).toMatch(
      /^Hit 1rank \d+ of 18 before reranking, 1 after$/,
    );
    expect(await why.locator('.stage').count()).toBe(2);
    expect(await why.locator('.features tbody tr').count()).toBeGreaterThan(4);
  });

  test('shows the preference for days and speaker where the question names them', async () => {
    const page = await open();
    await say(page, 'What did Geng Shuang say in February 2019 about installing backdoors?');
    await newest(page).getByRole('button', { name: 'Why this passage' }).click();
    const parts = page.locator('.why .stage').first().locator('.parts');
    await parts.waitFor();
    expect(await parts.textContent()).toContain('the days asked for');
    expect(await parts.textContent()).toContain('the speaker asked for');
  });

  test('explains the next hit, too', async () => {
    const page = await open();
    await say(page, 'Has China asked its companies to install backdoors?');
    await newest(page).getByRole('button', { name: 'Next' }).click();
    await settled(page);
    await newest(page).getByRole('button', { name: 'Why this passage' }).click();
    expect(await page.locator('.why .ranks').textContent()).toMatch(/^Hit 2/);
  });

  test('a question without an answer is explained by what came nearest', async () => {
    const page = await open();
    await say(page, 'What is the best recipe for apple pie?');
    await newest(page).getByRole('button', { name: 'Why no answer' }).click();
    await page.locator('.why').waitFor();
    expect(await page.locator('.why .verdict-name').textContent()).toBe('Nothing on record answers');
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.locator(':focus').textContent()).toBe('Why no answer');
  });
});
