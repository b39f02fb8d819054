/** The command: what it prints, and how it ends. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from '../support/run-script.ts';
import { corpusDir, temporaryCorpus, temporaryFolder } from '../support/temporary.ts';

const PAGE =
  'Press Briefing of the Ministry\n4 May 2020\n\nQ: Why now?\n\nA: Because it is time.\n\nClick here!\n';

describe('import', () => {
  it('tells what came in, what is there already and what is refused', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus() };
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a.txt'), PAGE);
    await writeFile(join(folder, 'b.txt'), 'No talk at all.');
    const { code, stdout } = await runHere('import', [folder, corpusDir], env);
    expect(stdout).toMatch(/^added {4}.*a\.txt → 2020-05-04-press-briefing-of-the-ministry\.txt$/m);
    expect(stdout).toContain('2020-05-04 · Unknown publisher · Unnamed official · 1 turn · 2 passages');
    expect(stdout).toMatch(/^refused .*b\.txt holds no question.*\n +│ No talk at all\.$/m);
    expect(stdout).toMatch(/1 document added to .*, 2 skipped, 1 refused\. Next: npm run embed$/m);
    expect(code).toBe(1);
    expect((await runHere('import', [join(folder, 'a.txt')], env)).code).toBe(0);
  });

  it('prints an object for each document', async () => {
    const { code, stdout } = await runHere(
      'import',
      ['--json', '--dry-run', '-'],
      { CORPUS_DIR: await temporaryFolder() },
      PAGE,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      source: 'standard input',
      outcome: 'found',
      document: { turns: 1 },
    });
    expect(code).toBe(0);
  });

  it('explains a file line by line', async () => {
    const file = join(await temporaryFolder(), 'a.txt');
    await writeFile(file, PAGE.replace('Click here!', '<Print>'));
    const { stdout } = await runHere('import', ['--explain', file], {});
    expect(stdout.split('\n').filter((line) => line !== '')).toEqual([
      'title        Press Briefing of the Ministry',
      'date         4 May 2020',
      'question     Q: Why now?',
      'answer       A: Because it is time.',
      'boilerplate  <Print>',
    ]);
  });

  it.each([
    [[], /There is nothing to import\. Usage:/],
    [['--follow', 'x', 'a.txt'], /--follow takes the address of a list page\./],
    [['--what'], /Usage:/],
  ])('does not understand %j', async (args, message) => {
    expect(await runHere('import', args, {})).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(message),
    });
  });
});
