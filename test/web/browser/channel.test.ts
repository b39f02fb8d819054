import { expect, test } from 'vitest';
import { describeInBrowser, newest, say, settled } from '../../support/browser.ts';

const QUESTION = 'Has China asked its companies to install backdoors?';

describeInBrowser('the channel', ({ open }) => {
  test('a message asks, and the reply is the embed that Discord would show', async () => {
    const page = await open();
    await say(page, QUESTION);
    const reply = newest(page);
    expect(await reply.locator('.markdown').first().textContent()).toContain('On record');
    expect(await reply.locator('.embed-author').textContent()).toContain('Geng Shuang · 18 February 2019');
    expect(await reply.locator('.embed blockquote').textContent()).toContain(
      'China has not asked and will not ask',
    );
    expect(await reply.locator('.embed-footer').textContent()).toBe(
      'on record · 1 of 5 · emphasis added · passage gjvfwnnhzx',
    );
  });

  test('Next turns to the next hit in place, and the focus stays', async () => {
    const page = await open();
    await say(page, QUESTION);
    const count = await page.locator('.message').count();
    const first = await newest(page).locator('.embed blockquote').textContent();
    await newest(page).getByRole('button', { name: 'Next' }).click();
    await settled(page);
    expect(await page.locator('.message').count()).toBe(count);
    expect(await newest(page).locator('.embed blockquote').textContent()).not.toBe(first);
    expect(await newest(page).locator('.embed-footer').textContent()).toContain('2 of 5');
    expect(await newest(page).locator('.markdown').first().textContent()).toContain('On record');
    expect(await page.locator(':focus').textContent()).toContain('Next');
  });

  test('Context and Copy answer privately; Publish shows it to everyone; a private reply can be dismissed', async () => {
    const page = await open();
    await say(page, QUESTION);
    const reply = newest(page);
    const id = await reply.getAttribute('data-message');
    const answer = page.locator(`[data-message="${id}"]`);
    await answer.getByRole('button', { name: 'Copy' }).click();
    await settled(page);
    expect(await newest(page).locator('pre').textContent()).toContain('On Record, passage gjvfwnnhzx');
    expect(await newest(page).textContent()).toContain('Only you can see this');
    await newest(page).getByRole('button', { name: 'Dismiss message' }).click();
    expect(await newest(page).getAttribute('data-message')).toBe(id);

    await answer.getByRole('button', { name: 'Context' }).click();
    await settled(page);
    expect(await newest(page).locator('.embed-footer').textContent()).toContain('paragraph 4 of 6');
    await newest(page).getByRole('button', { name: 'Publish' }).click();
    await settled(page);
    expect(await newest(page).textContent()).not.toContain('Only you can see this');
    expect(await newest(page).locator('.embed-footer').textContent()).toContain('paragraph 4 of 6');
  });

  test('a slash lists the commands; one asks for its options, and required ones are asked for', async () => {
    const page = await open();
    const box = page.getByRole('combobox', { name: 'Message to On Record' });
    await box.pressSequentially('/');
    const names = await page.locator('.suggestion-label').allTextContents();
    expect(names).toEqual(['/ask', '/topic', '/quote', '/verify', '/about']);
    await box.press('Tab');
    await page.getByRole('textbox', { name: 'question' }).press('Enter');
    expect(await page.locator('.hint').textContent()).toBe('question: this option is required.');
    await page.getByRole('textbox', { name: 'question' }).fill('What about Huawei?');
    await page.getByRole('button', { name: 'Add the option until' }).click();
    await page.getByRole('textbox', { name: 'until' }).fill('March 2019');
    await page.getByRole('button', { name: 'Add the option hide' }).click();
    await page.getByRole('combobox', { name: 'hide' }).press('Enter');
    await page.getByRole('combobox', { name: 'hide' }).press('Enter');
    await settled(page);
    const reply = newest(page);
    expect(await reply.locator('.origin').textContent()).toBe(
      'You used /ask question:What about Huawei? until:March 2019 hide:true',
    );
    expect(await reply.textContent()).toContain('until 31 March 2019');
    expect(await reply.textContent()).toContain('Only you can see this');
  });

  test('options are completed as they are typed, by the record', async () => {
    const page = await open();
    const box = page.getByRole('combobox', { name: 'Message to On Record' });
    await box.pressSequentially('/topic ');
    const name = page.getByRole('combobox', { name: 'name' });
    await name.pressSequentially('huaw');
    const choice = page.getByRole('option', { name: /^Huawei · \d statements$/ });
    await choice.waitFor();
    await expect.poll(() => name.getAttribute('aria-activedescendant')).toMatch(/-0$/);
    await name.press('Tab');
    expect(await name.inputValue()).toMatch(/^Huawei · /);
    await name.press('Enter');
    await settled(page);
    expect(await newest(page).locator('.embed-title').textContent()).toBe('Huawei');
    await newest(page).locator('.select summary').click();
    await newest(page).locator('.select-option').first().click();
    await settled(page);
    expect(await newest(page).locator('.embed-footer').textContent()).toMatch(/^paragraph \d of \d/);
  });

  test('a mistake is told as in Discord, to the person alone', async () => {
    const page = await open();
    await say(page, '/ask question:What? since:2020 until:2019');
    expect(await newest(page).textContent()).toContain('1 January 2020 is after 31 December 2019.');
    expect(await newest(page).textContent()).toContain('Only you can see this');
  });

  test.each([
    ['Jonas', 'Word for word on record'],
    ['Priya', 'Altered'],
    ['Tomás', 'Stitched together'],
    ['Aiko', 'Not found on record'],
  ])('Verify quote on the message of %s: %s', async (author, verdict) => {
    const page = await open();
    await page.locator('.message', { hasText: author }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Verify quote/ }).click();
    await settled(page);
    expect(await newest(page).locator('.embed-title').textContent()).toContain(verdict);
    await newest(page).getByRole('button', { name: 'Publish' }).click();
    await settled(page);
    expect(await newest(page).locator('.embed-title').textContent()).toContain(verdict);
    expect(await newest(page).textContent()).not.toContain('Only you can see this');
  });

  test('everything can be done by keyboard alone', async () => {
    const page = await open();
    const press = (...keys: string[]) =>
      keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
    await page.keyboard.type('/');
    await press('ArrowDown', 'ArrowUp', 'Enter');
    await page.keyboard.type(QUESTION);
    await press('Enter');
    await settled(page);
    expect(await newest(page).locator('.embed').count()).toBe(1);
    // Back from the box: the message's menu, permanent link, source, why.
    await press('Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Enter');
    await page.locator('.why').waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Why this passage');
    await press('Escape');
    expect(await page.locator('.why').count()).toBe(0);
    expect(await page.locator(':focus').textContent()).toBe('Why this passage');
    // And on to the menu of the message.
    await press('Tab', 'Tab', 'Tab', 'Enter', 'ArrowDown', 'Enter');
    await settled(page);
    expect(await newest(page).locator('.embed-title').textContent()).toContain('Word for word on record');
  });

  test('Escape closes the list, then gives the command up', async () => {
    const page = await open();
    await page.keyboard.type('/quote ');
    await page.keyboard.type('backdoors');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    await page.keyboard.press('Escape');
    const box = page.getByRole('combobox', { name: 'Message to On Record' });
    expect(await box.inputValue()).toBe('/quote');
  });
});

describeInBrowser(
  'rare replies',
  ({ open }) => {
    test('a fault shows a reference and nothing else', async () => {
      const page = await open();
      await say(page, QUESTION);
      expect(await newest(page).textContent()).toContain('Something went wrong on my side.');
      expect(await newest(page).locator('.embed code').textContent()).toMatch(/^[0-9a-f]{8}$/);
      expect(await newest(page).textContent()).not.toContain('secret');
    });
  },
  {
    search: {
      ask: () => Promise.reject(new Error('secret')),
      explain: async () => undefined,
      passage: async () => undefined,
      turn: async () => [],
      summary: () => Promise.reject(new Error('secret')),
    },
  },
);
