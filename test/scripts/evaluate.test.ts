import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runHere } from '../support/run-script.ts';
import { projectRoot, temporaryFolder } from '../support/temporary.ts';

const QUESTIONS = path.join(projectRoot, 'test/questions/two-documents.jsonl');
const evaluate = (args: readonly string[]) => runHere('evaluate', args, { DATA_DIR: inject('dataDir') });

describe('evaluate', () => {
  it('finds the right passage of the two documents first for 80%, and among five for 95% of the questions', async () => {
    const { code, stdout } = await evaluate(['--questions', QUESTIONS, '--json']);
    expect(code).toBe(0);
    const { questions, answerable, ranking, refusal, misses } = JSON.parse(stdout);
    expect({ questions, answerable }).toEqual({ questions: 72, answerable: 48 });
    expect(ranking['success@1'].value).toBeGreaterThanOrEqual(0.8);
    expect(ranking['success@5'].value).toBeGreaterThanOrEqual(0.95);
    expect(refusal.AUROC.value).toBeGreaterThan(0.7);
    expect(misses.length).toBe(Math.round(48 * (1 - ranking['success@1'].value)));
  });

  it('prints measures with intervals and the list of misses', async () => {
    const { code, stdout } = await evaluate(['--questions', QUESTIONS, '--split', 'test']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/over 24 answerable questions/);
    for (const name of ['success@1', 'success@3', 'success@5', 'recall@10', 'MRR@10', 'nDCG@10', 'AUROC']) {
      expect(stdout).toMatch(new RegExp(`${name} +\\d+\\.\\d +\\(\\d+\\.\\d to \\d+\\.\\d\\)`));
    }
    expect(stdout).toMatch(/Not right at rank 1: \d+/);
  });

  it.each([
    ['no question set', [], 2, /Usage/],
    ['a file that is missing', ['--questions', '/nowhere.jsonl'], 1, /\/nowhere\.jsonl cannot be read/],
    ['a half that does not exist', ['--questions', QUESTIONS, '--half', 'best'], 2, /tuning or held-out/],
    ['a split that nobody has', ['--questions', QUESTIONS, '--split', 'train'], 2, /“train”/],
  ])('names %s', async (_, args, exitCode, message) => {
    const { code, stderr } = await evaluate(args);
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(message);
  });

  it('goes on past a question that cannot be asked, takes a byte order mark, and writes a report', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'questions.jsonl');
    const lines = [
      { id: 'x', question: '?!', answerable: false, gold: [] },
      { id: 'y', question: 'Huawei', answerable: false, gold: [] },
    ];
    await writeFile(file, `\uFEFF${lines.map((line) => JSON.stringify(line)).join('\r\n')}\r\n`);
    const { code, stdout } = await evaluate(['--questions', file, '--report', path.join(folder, 'report')]);
    expect(code).toBe(0);
    expect(stdout).toContain('Cannot be asked: x');
    const svg = await readFile(path.join(folder, 'report/questions-reliability.svg'), 'utf8');
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
    const report = JSON.parse(await readFile(path.join(folder, 'report/questions.json'), 'utf8'));
    expect(report.outcomes).toHaveLength(2);
  });

  it('names a document that the corpus does not have', async () => {
    const file = path.join(await temporaryFolder(), 'questions.jsonl');
    const question = {
      id: 'x',
      question: 'y',
      answerable: true,
      gold: [{ doc: 'elsewhere.txt', quote: 'z' }],
    };
    await writeFile(file, JSON.stringify(question));
    const { code, stderr } = await evaluate(['--questions', file]);
    expect(code).toBe(1);
    expect(stderr).toContain('elsewhere.txt (x)');
  });

  it('prints what each part of the ranking brings, on a half of the set', async () => {
    const { code, stdout } = await evaluate([
      '--questions',
      QUESTIONS,
      '--split',
      'test',
      '--half',
      'held-out',
      '--ablate',
    ]);
    expect(code).toBe(0);
    for (const name of ['dense only', 'lexical only', 'fused', '+ reranker', '+ folding', '+ turns apart']) {
      expect(stdout).toMatch(new RegExp(`^${name.replace('+', '\\+')} +\\d+\\.\\d`, 'm'));
    }
  });

  it.each([
    ['no JSON', 'hello', /line 2 is not JSON/],
    ['a question without gold', '{"id":"a","question":"b","answerable":true,"gold":[]}', /line 2.*gold/s],
    ['a missing field', '{"id":"a"}', /line 2.*question/s],
  ])('names the line of a set that holds %s', async (_, line, message) => {
    const file = path.join(await temporaryFolder(), 'questions.jsonl');
    await writeFile(file, `{"id":"x","question":"y","answerable":false,"gold":[]}\n${line}\n`);
    const { code, stderr } = await evaluate(['--questions', file]);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
