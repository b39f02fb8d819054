/**
 * The record for assistants, over the Model Context Protocol (https://modelcontextprotocol.io): tools that give
 * verbatim passages with their citations, so that an assistant quotes the record instead of its memory.
 */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { citableText } from '../../bot/replies/passage.ts';
import { permalinkOf, textFragmentLink } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { QuoteCheck } from '../../retrieval/quotes/check.ts';
import { askFields, askRecord } from '../api/ask.ts';
import { topicPage } from '../api/record.ts';
import { cursorSchema, passageIdSchema, words } from '../api/schemas.ts';
import { verifyFields, verifyText } from '../api/verify.ts';
import { passageInContext } from '../permalink/routes.ts';
import { WebError } from '../problem.ts';

interface McpOptions {
  services: RecordServices;
  /** The base of permalinks; without one, citations name the passage id alone. */
  publicUrl?: string | undefined;
  version: string;
}

const READ_ONLY = { readOnlyHint: true, openWorldHint: false };
const STATEMENTS = 10;
const STATEMENTS_MOST = 50;
const QUOTES_MOST = 10;

const VERDICTS = {
  answer: 'The first passage answers the question.',
  related: 'Nothing on record answers this directly. These are the closest passages.',
  none: 'Nothing on record answers this. These passages came closest, and do not answer it.',
} as const;

const CHECKS: Record<QuoteCheck['kind'], string> = {
  exact: 'On record, word for word.',
  superseded: 'It was on record word for word until its source was changed.',
  altered: 'Not word for word: the record says something else here.',
  stitched: 'Put together from separate passages.',
  'not-found': 'Not found on record.',
};

/** What a tool throws is told to the assistant as the tool's answer: the SDK sees to that. */
export function createMcpServer({ services, publicUrl, version }: McpOptions): McpServer {
  const server = new McpServer(
    { name: 'on-record', title: 'On Record', version },
    {
      instructions:
        'Official statements, word for word. Quote passages exactly as they are given, each with its citation. ' +
        'When the verdict is “related” or “none”, say that nothing on record answers directly.',
    },
  );

  /** The link marks the sentence that answers, where one is known. */
  const cite = (cited: CitedPassage, sentence?: string) => {
    const permalink = publicUrl === undefined ? undefined : permalinkOf(publicUrl, cited.passage.id);
    return citableText(cited, permalink && sentence ? textFragmentLink(permalink, sentence) : permalink);
  };
  /** The passages as they are read, and the same as data. */
  const reply = (heading: string, passages: readonly string[], data: object): CallToolResult => ({
    content: [{ type: 'text', text: [heading, ...passages].join('\n\n') }],
    structuredContent: { ...data },
  });

  server.registerTool(
    'ask',
    {
      title: 'Ask the record',
      description:
        'Finds the passages in which officials answer a question, best first, with a verdict: “answer”, “related” or “none”.',
      inputSchema: askFields,
      annotations: READ_ONLY,
    },
    async (input) => {
      const answer = await askRecord(input, services);
      const passages = await Promise.all(
        answer.hits.map(async ({ passage: { id, text }, highlight }) => {
          const cited = await services.search.passage(id);
          return cited && cite(cited, highlight && text.slice(highlight.start, highlight.end));
        }),
      );
      return reply(
        VERDICTS[answer.verdict],
        passages.filter((one) => one !== undefined),
        answer,
      );
    },
  );

  server.registerTool(
    'topic',
    {
      title: 'Statements on a topic',
      description:
        'The statements on a topic, newest first, in pages. Names and spellings of topics are forgiving.',
      inputSchema: {
        name: words(200).describe('Such as “Huawei”.'),
        count: z.int().min(1).max(STATEMENTS_MOST).default(STATEMENTS).describe('Statements of a page.'),
        cursor: cursorSchema,
      },
      annotations: READ_ONLY,
    },
    async ({ name, count, cursor }) => {
      const page = await topicPage(name, { count, cursor }, services);
      const shown = `statements ${page.from + 1} to ${page.from + page.statements.length} of ${page.total}`;
      return reply(
        `${page.name}: ${shown}.`,
        page.statements.map((one) => cite(one)),
        page,
      );
    },
  );

  server.registerTool(
    'quote',
    {
      title: 'Find a passage by its words',
      description:
        'The newest passages that hold the given words, for a quote of which only some words are known.',
      inputSchema: {
        text: words(500).describe('Words of a passage.'),
        count: z.int().min(1).max(QUOTES_MOST).default(1).describe('How many passages.'),
      },
      annotations: READ_ONLY,
    },
    async ({ text, count }) => {
      const found = await services.quotes.complete(text, count);
      const cited = await Promise.all(found.map(({ passageId }) => services.search.passage(passageId)));
      const passages = cited.filter((one) => one !== undefined);
      if (passages.length === 0)
        throw new WebError(
          'not-found',
          'No passage on record holds these words.',
          'Use the tool “ask” instead.',
        );
      return reply(
        'These passages hold the words.',
        passages.map((one) => cite(one)),
        { passages },
      );
    },
  );

  server.registerTool(
    'verify',
    {
      title: 'Verify a quote',
      description:
        'Compares a quote, or the quotes in a text, with the record: exact, superseded, altered (with a word diff), ' +
        'stitched or not found.',
      inputSchema: verifyFields,
      annotations: READ_ONLY,
    },
    async ({ text }) => {
      const { checks } = await verifyText(text, services);
      const lines = checks.map((check) => `“${check.quoted}”: ${CHECKS[check.kind]}`);
      return reply(
        lines.join('\n'),
        checks.flatMap(passagesOf).map((one) => cite(one)),
        { checks },
      );
    },
  );

  server.registerTool(
    'passage',
    {
      title: 'A passage by its id',
      description: 'One passage, with the paragraphs around it in the same answer.',
      inputSchema: { id: passageIdSchema.describe('Ten characters, as every citation names it.') },
      annotations: READ_ONLY,
    },
    async ({ id }) => {
      const context = await passageInContext(id, services.search);
      return reply(
        `Passage ${id}, paragraph ${context.cited.passage.ordinal + 1} of ${context.paragraphs}.`,
        [cite(context.cited)],
        context,
      );
    },
  );
  return server;
}

function passagesOf(check: QuoteCheck): CitedPassage[] {
  switch (check.kind) {
    case 'exact':
    case 'superseded':
      return check.places[0] ?? [];
    case 'altered':
      return check.passages;
    case 'stitched':
      return check.pieces.flatMap(({ passages }) => passages);
    case 'not-found':
      return [];
  }
}
