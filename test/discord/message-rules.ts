/** What a message may hold, wherever it is sent. https://discord.com/developers/docs/resources/message */
import { apiError, invalidForm } from './api-error.ts';
import { classicComponents, modernComponents } from './component-rules.ts';
import { checkBudget, checkUnique } from './component-tree.ts';
import { embeds } from './embed-rules.ts';
import {
  absent,
  boolean,
  type Fields,
  Form,
  integer,
  isFields,
  list,
  listOf,
  object,
  type Path,
  type Rule,
  required,
  snowflake,
  text,
} from './form.ts';
import { allowedMentions } from './mention-rules.ts';

export const Flag = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  voiceMessage: 1 << 13,
  componentsV2: 1 << 15,
} as const;

/** The calls that carry a message, and the flags that each may set. */
const settableFlags = {
  create: ['suppressEmbeds', 'suppressNotifications', 'voiceMessage', 'componentsV2'],
  edit: ['suppressEmbeds', 'componentsV2'],
  reply: ['suppressEmbeds', 'ephemeral', 'suppressNotifications', 'voiceMessage', 'componentsV2'],
  update: ['suppressEmbeds', 'componentsV2'],
} as const satisfies Record<string, readonly (keyof typeof Flag)[]>;

export type Call = keyof typeof settableFlags;

const poll = object({
  question: required(object({ text: required(text({ max: 300 })) })),
  answers: required(
    list(object({ poll_media: required(object({ text: text({ max: 55 }), emoji: object({}) })) }), {
      min: 1,
      max: 10,
    }),
  ),
  duration: integer({ min: 1, max: 768 }),
  allow_multiselect: boolean,
  layout_type: integer(),
});

const fields: Readonly<Record<string, Rule>> = {
  content: text({ max: 2000 }),
  tts: boolean,
  nonce: text({ max: 25 }),
  enforce_nonce: boolean,
  embeds,
  allowed_mentions: allowedMentions,
  flags: integer({ min: 0 }),
  message_reference: object({
    type: integer({ min: 0, max: 1 }),
    message_id: required(snowflake),
    channel_id: snowflake,
    guild_id: snowflake,
    fail_if_not_exists: boolean,
  }),
  attachments: list(
    object({ id: required(snowflake), filename: text(), title: text(), description: text({ max: 1024 }) }),
    { max: 10 },
  ),
  sticker_ids: list(snowflake, { max: 3 }),
  poll,
  username: text({ min: 1, max: 80 }),
  avatar_url: text(),
  thread_name: text({ max: 100 }),
  applied_tags: list(snowflake),
  components: () => {},
};

/** What a message holds. Edits start from the message as it stands. */
export interface Content {
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly attachments: readonly Fields[];
  readonly flags: number;
  readonly poll?: unknown;
  readonly stickers?: readonly unknown[];
}

export const blank: Content = { content: '', embeds: [], components: [], attachments: [], flags: 0 };

const legacy = ['content', 'embeds', 'poll', 'sticker_ids'];
const filled = (value: unknown) =>
  typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) ? value.length > 0 : !absent(value);

/** The message as it stands after this body, or the error that Discord answers with. */
export function composeMessage(
  body: unknown,
  { call, current = blank, files = [], at = [] }: ComposeOptions,
): { message: Content; ignored: readonly string[] } {
  const form = new Form();
  const given: Fields = isFields(body) ? body : {};
  if (!absent(body) || at.length === 0) object(fields)(body ?? {}, at, form);
  const flags = checkFlags(given, call, current, at, form);
  const modern = (flags & Flag.componentsV2) !== 0;
  const components = [...at, 'components'];
  (modern ? modernComponents : classicComponents)(given.components, components, form);
  checkUnique(given.components, components, form);
  if (modern) checkModern(given, current, at, form);

  const attachments = [...files, ...keptAttachments(given, current)];
  checkAttachmentLinks(given, attachments, at, form);
  if (form.problems.length > 0) throw invalidForm(form);

  const message: Content = {
    content: given.content === undefined ? current.content : String(given.content ?? '').trim(),
    embeds: given.embeds === undefined ? current.embeds : listOf(given.embeds),
    components: given.components === undefined ? current.components : listOf(given.components),
    attachments,
    flags,
    poll: given.poll ?? current.poll,
    stickers: listOf(given.sticker_ids),
  };
  const forwards = isFields(given.message_reference) && given.message_reference.type === 1;
  const { content, embeds, poll, stickers } = message;
  const holds = [content, embeds, message.components, attachments, poll, stickers].some(filled) || forwards;
  if (!holds) throw apiError('emptyMessage');
  return { message, ignored: form.ignored };
}

export interface ComposeOptions {
  readonly call: Call;
  readonly current?: Content;
  /** The files uploaded with the request. */
  readonly files?: readonly Fields[];
  /** Where the message stands in the request: an interaction callback has it under `data`. */
  readonly at?: Path;
}

/** A flag that the message already has may be sent back; Components V2 and ephemeral can never be taken away. */
function checkFlags(given: Fields, call: Call, current: Content, at: Path, form: Form): number {
  const asked = typeof given.flags === 'number' ? given.flags : undefined;
  if (asked === undefined) return current.flags & ~Flag.loading;
  const names = settableFlags[call];
  const settable = names.reduce((bits, name) => bits | Flag[name], current.flags);
  if ((asked & ~settable) !== 0)
    form.problem([...at, 'flags'], 'MESSAGE_FLAGS_INVALID', `Only ${names.join(', ')} can be set here.`);
  const lasting = current.flags & (Flag.componentsV2 | Flag.ephemeral);
  return (asked & ~Flag.loading) | lasting;
}

function checkModern(given: Fields, current: Content, at: Path, form: Form): void {
  const held: Fields = { content: current.content, embeds: current.embeds, poll: current.poll };
  for (const name of legacy)
    if (filled(given[name] === undefined ? held[name] : given[name]))
      form.problem(
        [...at, name],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The \`${name}\` field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      );
  checkBudget(given.components, [...at, 'components'], form);
}

/** An edit that lists attachments keeps only those. */
function keptAttachments(given: Fields, current: Content): readonly Fields[] {
  if (!Array.isArray(given.attachments)) return current.attachments;
  const kept = new Set(given.attachments.filter(isFields).map(({ id }) => String(id)));
  return current.attachments.filter(({ id }) => kept.has(String(id)));
}

/** Every `attachment://name` names a file of this message. */
function checkAttachmentLinks(given: Fields, attachments: readonly Fields[], at: Path, form: Form): void {
  const names = new Set(attachments.map(({ filename }) => filename));
  const seek = (value: unknown, path: Path): void => {
    if (typeof value === 'string' && value.startsWith('attachment://')) {
      const name = value.slice('attachment://'.length);
      if (!names.has(name))
        form.problem(
          path,
          'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
          `The referenced attachment "${name}" was not found.`,
        );
    } else if (Array.isArray(value))
      for (const [index, item] of value.entries()) seek(item, [...path, index]);
    else if (isFields(value)) for (const [name, item] of Object.entries(value)) seek(item, [...path, name]);
  };
  for (const name of ['embeds', 'components']) seek(given[name], [...at, name]);
}
