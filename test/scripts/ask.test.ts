import { copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { answerSchema } from '../../retrieval/answer.ts';
import { QUICK_MODELS, runHere, runScript } from '../support/run-script.ts';
import { corpusDir, projectRoot, temporaryFolder, temporaryIndex } from '../support/temporary.ts';

const ask = (args: readonly string[], env: Record<string, string> = {}, input = '') =>
  runHere('ask', args, { DATA_DIR: inject('dataDir'), ...env }, input);

/** A file of the index that serves: the one before it may lie beside it. */
async function indexFile(dataDir: string, name: string): Promise<string> {
  const { snapshot } = JSON.parse(await readFile(path.join(dataDir, 'current.json'), 'utf8'));
  return path.join(dataDir, 'snapshots', snapshot, name);
}

/** One sentence that says what is wrong, one that says what to do; no stack, nothing on standard output. */
function expectOneClearMessage({ stdout, stderr }: { stdout: string; stderr: string }): void {
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain('Something unexpected');
}

describe('ask', () => {
  it('answers in the terminal with the quote, who, when, where, the question, id and source', async () => {
    const question = 'Has China asked its companies to install backdoors?';
    const { stdout } = await ask([question]);
    const unwrapped = stdout.replace(/\n\s*│?\s*/g, ' ');
    expect(unwrapped).toContain(
      'China has not asked and will not ask companies or individuals to collect or provide data, information and ' +
        'intelligence stored within other countries\' territories for the Chinese government by installing "backdoors" ' +
        'or by violating local laws.',
    );
    expect(stdout).toMatch(/1\. Geng Shuang, 2019-02-18/);
    expect(unwrapped).toContain(
      "Foreign Ministry Spokesperson Geng Shuang's Regular Press Conference on February 18, 2019",
    );
    expect(unwrapped).toContain('Asked: On February 16, in his speech at the Munich Security Conference');
    expect(stdout).toMatch(/Passage: [0-9a-z]{10}/);
    expect(stdout).toContain('2019-02-18-foreign-ministry-regular-press-conference.txt');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('shows what would steer the terminal', async () => {
    const CORPUS_DIR = await temporaryFolder();
    const answer = 'The \u001b]0;title\u0007bridge is \u001b[8mnot\u001b[0m open in \u202eyam.';
    await writeFile(
      path.join(CORPUS_DIR, '\u001b]0;name\u0007.txt'),
      `Remarks of March 3, 2020\n\nQ: When?\n\nA: ${answer}\n`,
    );
    const env = { ...QUICK_MODELS, CORPUS_DIR, DATA_DIR: path.join(await temporaryFolder(), 'data') };
    const { stdout } = await ask(['is the bridge open'], env);
    expect(stdout).toContain('The ␛]0;title␇bridge is ␛[8mnot␛[0m open in \ufffdyam.');
    expect(stdout).toContain('Source: ␛]0;name␇.txt');
    for (const control of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(control);
    const { hits } = JSON.parse((await ask(['--json', 'is the bridge open'], env)).stdout);
    expect(hits[0].passage.text).toBe(answer);
  });

  it('sets the sentence that answers in bold type', async () => {
    const question = 'Has China asked its companies to install backdoors?';
    // Node itself warns of the two wishes for colour.
    const inColour = { DATA_DIR: inject('dataDir'), NO_COLOR: '', FORCE_COLOR: '1', NODE_NO_WARNINGS: '1' };
    const { code, stdout, stderr } = await runScript('ask', [question], inColour);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { hits } = answerSchema.parse(JSON.parse((await ask(['--json', question])).stdout));
    const [{ passage, highlight = expect.fail('no sentence stands out') } = expect.fail('no hit')] = hits;
    const marked = stdout.replaceAll('\u001b[1m', '<b>').replaceAll('\u001b[22m', '</b>');
    const bold = [...marked.matchAll(/│.*?<b>(.*?)<\/b>/g)].map(([, words]) => words);
    const sentence = passage.text.slice(highlight.start, highlight.end).replace(/\s+/g, ' ').trim();
    expect(bold.join(' ').replace(/\s+/g, ' ')).toContain(sentence);
  });

  it('takes the words of the question one by one, too', async () => {
    const { code, stdout } = await ask(['--json', '-k', '1', 'frozen', 'bank', 'accounts', 'Spain']);
    expect(code).toBe(0);
    const answer = answerSchema.parse(JSON.parse(stdout));
    expect(answer.query).toBe('frozen bank accounts Spain');
    expect(answer.hits).toHaveLength(1);
    expect(answer.hits[0]?.passage.text).toContain('bank accounts have been arbitrarily frozen');
  });

  it('gives passages in JSON that equal their slice of the source file', async () => {
    const { stdout } = await ask(['--json', '-k', '18', 'cyber security']);
    const { hits } = answerSchema.parse(JSON.parse(stdout));
    expect(hits).toHaveLength(18);
    for (const { passage, document } of hits) {
      const source = await readFile(path.join(corpusDir, document.path), 'utf8');
      expect(source.slice(passage.start, passage.end)).toBe(passage.text);
    }
  });

  it('answers a question a line in a batch, and goes on after one that cannot be asked', async () => {
    const { code, stdout } = await ask(
      ['--batch', '-k', '2'],
      {},
      'Huawei in the UK\n\n🤔\nfrozen accounts in Spain',
    );
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    expect(answerSchema.parse(lines[0]).hits).toHaveLength(2);
    expect(lines[1]).toEqual({ query: '', error: expect.stringContaining('empty') });
    expect(lines[2]).toEqual({ query: '🤔', error: expect.stringContaining('no letter') });
    expect(answerSchema.parse(lines[3]).query).toBe('frozen accounts in Spain');
    expect(code).toBe(1);
  });

  it.each([
    ['no question', []],
    ['an unknown option', ['--loud', 'Huawei']],
    ['a count that is none', ['-k', 'three', 'Huawei']],
    ['a count out of bounds', ['-k', '0', 'Huawei']],
    ['a question beside --batch', ['--batch', 'Huawei']],
    ['a count that looks like an option', ['-k', '-1', 'Huawei']],
    ['a question that looks like an option', ['-5G?']],
  ])('explains its usage for %s, with exit code 2', async (_, args) => {
    const result = await ask(args);
    expect(result.code).toBe(2);
    expectOneClearMessage(result);
    expect(result.stderr).toContain('Usage: npm run ask');
  });

  it.each([
    ['empty', '', /empty/],
    ['6000 characters long', 'why '.repeat(1500), /6,000 characters.*at most 4,000/],
    ['only emoji', '🤔🤔', /no letter/],
    ['only control characters', '\u0007\u200b', /empty/],
  ])('refuses a question that is %s, with exit code 1', async (_, question, message) => {
    const result = await ask([question]);
    expect(result.code).toBe(1);
    expectOneClearMessage(result);
    expect(result.stderr).toMatch(message);
  });

  it.each([
    ['a corpus folder that is missing', { CORPUS_DIR: '/nowhere/at/all' }, /\/nowhere\/at\/all/],
    ['a model that is missing', { MODEL_ID: 'nobody/no-model' }, /nobody\/no-model/],
    ['a bad setting', { MODEL_ID: 'not a model' }, /MODEL_ID="not a model".*owner\/name/],
  ])('names %s, with exit code 1', async (_, env, message) => {
    const result = await ask(['Huawei'], env);
    expect(result.code).toBe(1);
    expectOneClearMessage(result);
    expect(result.stderr).toMatch(message);
  });

  it('names a model that is damaged', async () => {
    const models = await temporaryFolder();
    const id = 'on-record/multilingual-e5-small-late';
    const folder = path.join(models, id);
    await mkdir(path.join(folder, 'onnx'), { recursive: true });
    for (const name of ['config.json', 'tokenizer.bin', 'onnx/model_quantized.onnx']) {
      await copyFile(path.join(projectRoot, 'models', id, name), path.join(folder, name));
    }
    await truncate(path.join(folder, 'onnx/model_quantized.onnx'), 1_000_000);
    const result = await ask(['Huawei'], { MODELS_DIR: models });
    expect(result.code).toBe(1);
    expectOneClearMessage(result);
    expect(result.stderr).toMatch(/damaged.*git checkout/);
  });

  it('names a damaged index, and npm run embed mends it', async () => {
    const env = await temporaryIndex();
    expect((await ask(['Huawei'], env)).code).toBe(0);
    await truncate(await indexFile(env.DATA_DIR, 'vectors.bin'), 100);
    const result = await ask(['Huawei'], env);
    expect(result.code).toBe(1);
    expectOneClearMessage(result);
    expect(result.stderr).toMatch(/vectors\.bin.*npm run embed/);
    expect((await runHere('embed', [], env)).code).toBe(0);
    expect((await ask(['Huawei'], env)).code).toBe(0);
  });

  it('names token vectors that are missing or damaged, answers without them, and npm run embed makes them anew', async () => {
    const env = await temporaryIndex();
    const whole = await ask(['Huawei'], env);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    const tokens = await indexFile(env.DATA_DIR, 'tokens.bin');
    const ways: [(file: string) => Promise<void>, RegExp][] = [
      [(file) => truncate(file, 100), /tokens\.bin .*damaged.*npm run embed/],
      [(file) => rm(file), /tokens\.bin .*missing.*npm run embed/],
    ];
    for (const [damage, fault] of ways) {
      await damage(tokens);
      for (const question of ['Huawei', '华为是否受国家情报法约束？']) {
        const result = await ask([question], env);
        expect(result.code).toBe(0);
        expect(result.stdout).toContain('Passage: ');
        expect(result.stderr).toMatch(fault);
      }
    }
    expect((await runHere('embed', [], env)).code).toBe(0);
    expect((await ask(['Huawei'], env)).stderr).toBe('');
  });
});

describe('a corpus of its own', () => {
  it('is indexed at the first question, and again when a file comes or changes', async () => {
    const CORPUS_DIR = await temporaryFolder();
    const env = { ...QUICK_MODELS, CORPUS_DIR, DATA_DIR: path.join(await temporaryFolder(), 'data') };
    const file = path.join(CORPUS_DIR, 'bridge.txt');
    await writeFile(
      file,
      'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in May.\n',
    );
    const first = await ask(['--json', 'when does the bridge open'], env);
    expect(first.stderr).toContain('Building the index');
    expect(answerSchema.parse(JSON.parse(first.stdout)).hits[0]?.passage.text).toBe(
      'The bridge will be open in May.',
    );
    const second = await ask(['--json', 'when does the bridge open'], env);
    expect(second.stderr).toBe('');
    await writeFile(
      file,
      'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in June.\n',
    );
    const third = await ask(['--json', 'when does the bridge open'], env);
    expect(answerSchema.parse(JSON.parse(third.stdout)).hits[0]?.passage.text).toBe(
      'The bridge will be open in June.',
    );
  });

  it.each([
    ['empty', '', /bad\.txt/],
    ['binary', Buffer.from([0, 1, 2, 3, 0, 255, 254, 0]), /bad\.txt/],
    ['wrongly encoded', Buffer.from([0x51, 0x3a, 0x20, 0xff, 0xff, 0xfe, 0x80, 0x0a]), /bad\.txt/],
    ['without any turn', 'Just a page on March 3, 2020\n\nIt says nothing to anybody.\n', /bad\.txt/],
  ])('with only a file that is %s gives one clear message and exit code 1', async (_, content, message) => {
    const CORPUS_DIR = await temporaryFolder();
    await writeFile(path.join(CORPUS_DIR, 'bad.txt'), content);
    const env = { ...QUICK_MODELS, CORPUS_DIR, DATA_DIR: path.join(await temporaryFolder(), 'data') };
    for (const run of [await runHere('embed', [], env), await ask(['Huawei'], env)]) {
      expect(run.code).toBe(1);
      expect(run.stdout).toBe('');
      expect(run.stderr).toMatch(message);
      expect(run.stderr).not.toMatch(/^\s+at /m);
    }
  });
});
