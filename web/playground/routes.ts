/** The playground's routes: the page, its assets, and the interactions that it sends. */
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import type { Logger } from 'pino';
import type { ZodType } from 'zod';
import { withinBoundary } from '../../bot/boundary.ts';
import type { Caller } from '../../bot/commands/command.ts';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { textsFor } from '../../bot/i18n/i18n.ts';
import { type Call, completeOption, handlerOf, type Outcome, planReply } from '../../bot/plan-reply.ts';
import type { Services } from '../../bot/services.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { MAX_QUESTION_LENGTH } from '../../retrieval/question.ts';
import type { Catalogue } from '../../retrieval/store/record-store.ts';
import { jsonBody } from '../api/json-body.ts';
import { WebError } from '../problem.ts';
import type { WebEnv } from '../security/connection.ts';
import { type Asset, bundleAssets, readPage } from './assets.ts';
import { commandCall, completeCall, menuCall, messageCall, pressCall, whyCall } from './requests.ts';
import { sampleMessages } from './sample-messages.ts';
import { explainReply } from './why.ts';
import type { Channel, Completion, PassagePlace, SampleMessage, SourceDocument } from './wire.ts';

/** What the page works on: what the commands do, and the record's shelf. */
export type PlaygroundServices = Services & { catalogue: Catalogue };

interface PlaygroundOptions {
  /** The record as it stands now; asked for anew at each request. */
  services: () => PlaygroundServices;
  log: Logger;
}

/** Topics that the page lists. */
const TOPICS_SHOWN = 120;

/** Whoever opens the page, as if in direct messages with the bot. */
const VISITOR: Caller = {
  id: 'visitor',
  tag: 'you',
  locale: 'en',
  mayPost: false,
  mayManageServer: false,
  mayManageMessages: false,
  privateOnly: false,
  mention: (command) => `\`/${command}\``,
};

/** Routes for `/`, `/assets/*` and `/playground/*`; to be mounted at `/`. */
export function playgroundRoutes({ services, log }: PlaygroundOptions): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const assets = once(bundleAssets);
  // Drawn once: a channel does not change its past.
  const samples = once(() => sampleMessages(services()));

  /** What the bot makes of a call. What goes wrong is told as in Discord: to the person who acted, and to nobody else. */
  async function answer(call: Call): Promise<Outcome> {
    let outcome: Outcome | undefined;
    const handler = handlerOf(call);
    await withinBoundary(
      log,
      { handler, user: 'playground' },
      async () => {
        outcome = await planReply(call, VISITOR).run(services());
      },
      async (reply) => {
        outcome = { reply, isPrivate: true, replaces: false };
      },
    );
    if (!outcome) throw new Error(`${handler} told nothing`);
    return outcome;
  }

  app.get('/', etag(), async (c) => send(c, await readPage()));
  app.get('/assets/:name', etag(), async (c) => {
    const asset = (await assets()).get(c.req.param('name'));
    return asset ? send(c, asset) : c.notFound();
  });

  app.get('/playground/channel', async (c) => c.json(channel(await samples())));
  app.post('/playground/command', jsonBody, async (c) =>
    c.json(await answer({ kind: 'slash', ...(await read(c, commandCall)) })),
  );
  app.post('/playground/message', jsonBody, async (c) =>
    c.json(await answer({ kind: 'message', ...(await read(c, messageCall)) })),
  );
  app.post('/playground/menu', jsonBody, async (c) =>
    c.json(await answer({ kind: 'menu', ...(await read(c, menuCall)) })),
  );
  app.post('/playground/press', jsonBody, async (c) =>
    c.json(await answer({ kind: 'press', ...(await read(c, pressCall)) })),
  );
  app.post('/playground/complete', jsonBody, async (c) => {
    const call = await read(c, completeCall);
    const choices = await completeOption(call.name, call.typed, services(), VISITOR.locale);
    return c.json({ choices } satisfies Completion);
  });

  app.post('/playground/why', jsonBody, async (c) => {
    const why = await explainReply(await read(c, whyCall), services());
    return c.json(why ?? missing('The record no longer gives this reply.'));
  });

  app.get('/playground/documents', async (c) => c.json(await services().catalogue.documents()));
  app.get('/playground/documents/:id', async (c) => {
    const transcript = await services().catalogue.document(c.req.param('id'));
    return c.json(toSource(transcript ?? missing('There is no such document on record.')));
  });
  app.get('/playground/passages/:id', async (c) => {
    const cited = await services().search.passage(c.req.param('id'));
    const { document } = cited ?? missing('There is no such passage on record.');
    return c.json({ document: document.id } satisfies PassagePlace);
  });
  app.get('/playground/topics', async (c) => c.json(await services().topics.suggest('', TOPICS_SHOWN)));
  return app;
}

function channel(messages: SampleMessage[]): Channel {
  const { t } = textsFor(VISITOR.locale);
  return {
    commands: COMMANDS.flatMap((command) =>
      // Nobody manages a server here.
      command.kind === 'slash' && !command.forManagers
        ? [
            {
              name: command.name,
              description: t(`command.${command.key}.description`),
              options: command.options.map(({ key, ...option }) => ({
                ...option,
                description: t(`option.${key}.description`),
              })),
              examples: [...command.examples],
            },
          ]
        : [],
    ),
    menus: COMMANDS.flatMap(({ kind, name, key }) =>
      kind === 'message-menu' ? [{ name, description: t(`command.${key}.description`) }] : [],
    ),
    messages,
    maxMessageLength: MAX_QUESTION_LENGTH,
  };
}

async function read<T>(c: Context, schema: ZodType<T>): Promise<T> {
  const { success, data } = schema.safeParse(await c.req.json());
  if (success) return data;
  throw new WebError(
    'invalid-request',
    'The page sent a request that this server does not understand.',
    'Reload the page.',
  );
}

function missing(what: string): never {
  throw new WebError('not-found', what, 'The record may have changed: reload the page.');
}

/** The page changes with the program: a browser asks each time, and is told when nothing changed. */
function send(c: Context, { type, body }: Asset) {
  return c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
}

/** Loads once; what failed is loaded again with the next call. */
function once<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** A document as the page needs it: passages by their places in the text. */
function toSource({ document, turns, passages }: Transcript): SourceDocument {
  const places = passages.map(({ id, turn, start, end }) => ({ id, turn, start, end }));
  return { ...document, turns, passages: places };
}
