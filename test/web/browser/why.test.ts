import { expect, test } from 'vitest';
import { accessibilityFaults, describeInBrowser, newest, say, settled } from '../../support/browser.ts';

describeInBrowser('why a reply is what it is', ({ open }) => {
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
    expect(await why.locator('.features tbody tr').count()).toBeGreaterThanOrEqual(3);
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

  test('a topic’s statements: its spellings lit up, their place in the order; so for the one that is opened', async () => {
    const page = await open();
    await say(page, '/topic name:China');
    await newest(page).getByRole('button', { name: 'Why these statements' }).click();
    const why = page.locator('.why');
    await why.waitFor();
    expect(await page.locator('#panel h2').textContent()).toBe('Why these statements');
    expect(await why.locator('.why-question').textContent()).toBe('China');
    expect(await why.locator('.spellings li').allTextContents()).toEqual(['China', 'Chinese']);
    expect(await why.locator('.ranks').textContent()).toBe('Statements 1 to 5of 13, newest first');
    expect(new Set(await why.locator('mark.lit').allTextContents())).toEqual(new Set(['China', 'Chinese']));
    expect(await accessibilityFaults(page)).toEqual([]);

    await newest(page)
      .getByRole('button', { name: /^Page 2/ })
      .click();
    await settled(page);
    await newest(page).getByRole('button', { name: 'Why these statements' }).click();
    await expect
      .poll(() => why.locator('.ranks').textContent())
      .toBe('Statements 6 to 10of 13, newest first');

    await newest(page).locator('.select summary').click();
    await newest(page).locator('.select-option').nth(1).click();
    await settled(page);
    const opened = newest(page).getByRole('button', { name: 'Why this passage' });
    await opened.click();
    await expect.poll(() => why.locator('.ranks').textContent()).toBe('Statement 7of 13, newest first');
    await page.keyboard.press('Escape');
    expect(await page.locator('.why').count()).toBe(0);
    expect(await page.locator(':focus').textContent()).toBe('Why this passage');
  });

  test('a quote by its words: which of them stand in it, and how many passages hold them; by its id', async () => {
    const page = await open();
    await say(page, '/quote text:not asked and will not as');
    await newest(page).getByRole('button', { name: 'Why this passage' }).click();
    const why = page.locator('.why');
    await why.waitFor();
    expect(await why.locator('mark.lit').allTextContents()).toEqual(['not asked and will not ask']);
    expect(await why.textContent()).toContain('1 passage holds these words one after the other.');
    await newest(page).getByRole('button', { name: 'Copy' }).click();
    await settled(page);
    await newest(page).getByRole('button', { name: 'Why this passage' }).click();
    await expect.poll(() => why.locator('mark.lit').count()).toBe(1);

    await say(page, '/quote text:gjvfwnnhzx');
    await newest(page).getByRole('button', { name: 'Why this passage' }).click();
    await expect.poll(() => why.textContent()).toContain('By its id');
    expect(await why.locator('mark.lit').count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test.each([
    ['Jonas', 'Word for word on record', 'Its words stand in one place on record'],
    ['Priya', 'Altered', 'words in their order'],
    ['Tomás', 'Stitched together', 'make up 100% of its words'],
    ['Aiko', 'Not found on record', 'no place comes close enough'],
  ])('Verify quote on the message of %s: %s, and how it was compared', async (author, verdict, reason) => {
    const page = await open();
    await page.locator('.message', { hasText: author }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Verify quote/ }).click();
    await settled(page);
    await newest(page).getByRole('button', { name: 'Publish' }).click();
    await settled(page);
    await newest(page).getByRole('button', { name: 'Why this verdict' }).click();
    const why = page.locator('.why');
    await why.waitFor();
    expect(await why.locator('.verdict-words strong').textContent()).toBe(verdict);
    expect(await why.textContent()).toContain(reason);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('nothing is offered where nothing was looked for', async () => {
    const page = await open();
    // The first Enter takes the command, which has no options to ask for.
    await say(page, '/about');
    await page.keyboard.press('Enter');
    await settled(page);
    expect(await newest(page).locator('.embed').count()).toBe(1);
    await say(page, '/quote text:xyzzy plugh');
    expect(await newest(page).textContent()).toContain('No passage on record holds these words.');
    expect(await page.getByRole('button', { name: /^Why/ }).count()).toBe(0);
  });
});
