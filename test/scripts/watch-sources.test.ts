/** The command: one look at the sources, its report, and how it ends. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { servePages } from '../support/pages.ts';
import { runHere } from '../support/run-script.ts';
import { temporaryCorpus, temporaryFolder } from '../support/temporary.ts';

const TALK =
  '<html><head><title>Press Briefing, 4 May 2020</title></head><body><p>Q: Why now?</p><p>A: Because it is time.</p></body></html>';

describe('watch-sources', () => {
  it('fetches what is new, keeps a report of the rest, and has nothing to do the second time', async () => {
    const { origin } = await servePages({
      '/list': '<a href="/talks/a">a</a> <a href="/talks/b">b</a>',
      '/talks/a': TALK,
      '/talks/b': '<html><body><form><input type="password"></form></body></html>',
    });
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: await temporaryFolder() };
    const sources = join(await temporaryFolder(), 'sources.yaml');
    await writeFile(sources, `- list: ${origin}/list\n  pattern: /talks/\n`);
    const args = ['--allow-private', '--sources', sources];
    const first = await runHere('watch-sources', args, env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^added .*\/talks\/a → 2020-05-04-press-briefing-4-may-2020\.html$/m);
    expect(first.stdout).toMatch(/^refused .*\/talks\/b is a login page\. /m);
    expect(first.stdout).toMatch(/^1 new or changed on 1 list pages\.$/m);
    expect(await readdir(env.CORPUS_DIR)).toContain('2020-05-04-press-briefing-4-may-2020.html');
    const second = await runHere('watch-sources', args, env);
    expect(second.stdout).toBe('0 new or changed on 1 list pages.\n');
    const report = await runHere('watch-sources', ['--report'], env);
    expect(report.stdout).toBe(`${origin}/talks/b is a login page.\n`);
  });

  it('says what is wrong with sources.yaml', async () => {
    const env = { CORPUS_DIR: join(await temporaryFolder(), 'documents'), DATA_DIR: await temporaryFolder() };
    const { code, stderr } = await runHere('watch-sources', [], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/sources\.yaml does not exist\. See docs\/import\.md/);
  });
});
