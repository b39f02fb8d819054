/** What a message may hold: content, embeds, buttons, selects, mentions. https://discord.com/developers/docs/resources/message */
import {
  absent,
  apiError,
  boolean,
  byType,
  duplicates,
  type Fields,
  Form,
  integer,
  isFields,
  list,
  listOf,
  object,
  oneOf,
  type Path,
  type Rule,
  required,
  snowflake,
  text,
  url,
} from './form.ts';

export const Flag = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  hasSnapshot: 1 << 14,
} as const;

/** The calls that carry a message, and the flags that each may set. */
const settableFlags = {
  create: ['suppressEmbeds', 'suppressNotifications'],
  edit: ['suppressEmbeds'],
  reply: ['suppressEmbeds', 'ephemeral', 'suppressNotifications'],
  update: ['suppressEmbeds'],
} as const satisfies Record<string, readonly (keyof typeof Flag)[]>;

type Call = keyof typeof settableFlags;

// Embeds: https://discord.com/developers/docs/resources/message#embed-object-embed-limits

const link = url({ schemes: ['http', 'https'] });
const picture = object({ url: required(url({ schemes: ['http', 'https', 'attachment'] })) });

const embed = object(
  {
    title: text({ max: 256 }),
    type: text(),
    description: text({ max: 4096 }),
    url: link,
    timestamp: (value, path, form) => {
      if (typeof value === 'string' && Number.isNaN(Date.parse(value)))
        form.problem(path, 'DATE_TIME_TYPE_PARSE', `Could not parse ${value}. Should be ISO8601.`);
    },
    color: integer({ min: 0, max: 0xffffff }),
    footer: object({ text: required(text({ max: 2048 })), icon_url: link }),
    image: picture,
    thumbnail: picture,
    author: object({ name: required(text({ max: 256 })), url: link, icon_url: link }),
    fields: list(
      object({
        name: required(text({ max: 256 })),
        value: required(text({ max: 1024 })),
        inline: boolean,
      }),
      { max: 25 },
    ),
  },
  ({ title, description, fields, author, footer, image, thumbnail, timestamp }, problem) => {
    if (![title, description, fields, author, footer, image, thumbnail, timestamp].some(filled))
      problem(['description'], 'BASE_TYPE_REQUIRED', 'This field is required');
  },
);

const filled = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) ? value.length > 0 : !absent(value);

/** Every text of an embed that a reader sees, top to bottom: these are what counts towards 6,000 characters. */
export function embedTexts(embed: unknown): string[] {
  const { author, title, description, fields, footer }: Fields = isFields(embed) ? embed : {};
  const texts = [
    isFields(author) && author.name,
    title,
    description,
    ...listOf(fields).flatMap((field) => (isFields(field) ? [field.name, field.value] : [])),
    isFields(footer) && footer.text,
  ];
  return texts.filter((one): one is string => typeof one === 'string' && one !== '');
}

/**
 * The embeds that a client shows. Those with the `url` of an earlier one are merged into it: their pictures join its
 * gallery, and all else that they say is lost. https://github.com/discord/discord-api-docs/issues/1418 and /4129
 */
export function visibleEmbeds<Embed>(embeds: readonly Embed[]): Embed[] {
  const urls = embeds.map((embed) => (isFields(embed) ? embed.url : undefined));
  return embeds.filter((_, index) => absent(urls[index]) || urls.indexOf(urls[index]) === index);
}

const embeds: Rule = (value, path, form) => {
  list(embed, { max: 10 })(value, path, form);
  const characters = listOf(value)
    .flatMap(embedTexts)
    .reduce((sum, one) => sum + one.trim().length, 0);
  if (characters > 6000)
    form.problem(path, 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
};

// Components: https://discord.com/developers/docs/components/reference

export const ComponentKind = { row: 1, button: 2, stringSelect: 3, roleSelect: 6, channelSelect: 8 } as const;
const LINK = 5;

const component = { type: integer(), id: integer({ min: 0, max: 2 ** 31 - 1 }), disabled: boolean };
const emoji = object({ id: snowflake, name: text({ max: 100 }), animated: boolean });

const button = object(
  {
    ...component,
    style: required(oneOf(1, 2, 3, 4, LINK)),
    label: text({ max: 80 }),
    emoji,
    custom_id: text({ min: 1, max: 100 }),
    url: url({ schemes: ['http', 'https', 'discord'], max: 512 }),
  },
  (button, problem) => {
    const [wanted, refused] = button.style === LINK ? ['url', 'custom_id'] : ['custom_id', 'url'];
    if (absent(button[wanted])) problem([wanted], 'BASE_TYPE_REQUIRED', 'This field is required');
    if (!absent(button[refused]))
      problem(
        [refused],
        'BUTTON_COMPONENT_FIELD_NOT_ALLOWED',
        'A custom id and url cannot both be specified',
      );
    if (!filled(button.label) && !isFields(button.emoji))
      problem(['label'], 'BASE_TYPE_REQUIRED', 'This field is required');
  },
);

const selectFields = {
  ...component,
  custom_id: required(text({ min: 1, max: 100 })),
  placeholder: text({ max: 150 }),
  min_values: integer({ min: 0, max: 25 }),
  max_values: integer({ min: 1, max: 25 }),
};
const option = object({
  label: required(text({ min: 1, max: 100 })),
  value: required(text({ min: 1, max: 100 })),
  description: text({ max: 100 }),
  emoji,
  default: boolean,
});
const stringSelect = object(
  { ...selectFields, options: required(list(option, { min: 1, max: 25 })) },
  ({ min_values: least = 1, max_values: most = 1, options }, problem) => {
    const offered = listOf(options).filter(isFields);
    if (Number(most) > offered.length && offered.length > 0)
      problem(['max_values'], 'SELECT_COMPONENT_MAX_VALUES_EXCEEDED', 'max_values exceeds the options');
    if (Number(least) > Number(most))
      problem(['min_values'], 'SELECT_COMPONENT_MIN_VALUES_GREATER', 'min_values must be at most max_values');
    duplicates(
      offered.map(({ value }) => value),
      (at) =>
        problem(
          ['options', at, 'value'],
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        ),
    );
  },
);
const defaults = list(object({ id: required(snowflake), type: required(oneOf('role', 'channel')) }), {
  max: 25,
});

const row = object(
  {
    type: integer(),
    id: component.id,
    components: required(
      list(
        byType({
          [ComponentKind.button]: button,
          [ComponentKind.stringSelect]: stringSelect,
          [ComponentKind.roleSelect]: object({ ...selectFields, default_values: defaults }),
          [ComponentKind.channelSelect]: object({
            ...selectFields,
            default_values: defaults,
            channel_types: list(integer()),
          }),
        }),
        { min: 1, max: 5 },
      ),
    ),
  },
  ({ components }, problem) => {
    // Five units wide: a button takes one, a select all five.
    let used = 0;
    for (const [index, child] of listOf(components).entries()) {
      used += isFields(child) && child.type === ComponentKind.button ? 1 : 5;
      if (used > 5)
        return problem(
          ['components', index],
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'The specified component exceeds the maximum width',
        );
    }
  },
);

const components: Rule = (value, path, form) => {
  list(byType({ [ComponentKind.row]: row }), { max: 5 })(value, path, form);
  const placed = listOf(value).flatMap((one, at) =>
    isFields(one)
      ? listOf(one.components).map((child, index) => ({ child, at: [at, 'components', index] }))
      : [],
  );
  duplicates(
    placed.map(({ child }) => (isFields(child) ? child.custom_id : undefined)),
    (index) =>
      form.problem(
        [...path, ...(placed[index]?.at ?? []), 'custom_id'],
        'COMPONENT_CUSTOM_ID_DUPLICATED',
        'Component custom id cannot be duplicated',
      ),
  );
};

/** The buttons and selects of a message, in reading order. */
export const controls = (components: unknown): Fields[] =>
  listOf(components)
    .flatMap((row) => (isFields(row) ? listOf(row.components) : []))
    .filter(isFields);

// Mentions: https://discord.com/developers/docs/resources/message#allowed-mentions-object

const allowedMentions = object(
  {
    parse: list(oneOf('users', 'roles', 'everyone')),
    users: list(snowflake, { max: 100 }),
    roles: list(snowflake, { max: 100 }),
    replied_user: boolean,
  },
  (allowed, problem) => {
    for (const kind of ['users', 'roles'])
      if (listOf(allowed.parse).includes(kind) && listOf(allowed[kind]).length > 0)
        problem(
          [],
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        );
  },
);

export interface Pings {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

/**
 * Whom a text pings. Without `allowed_mentions` everything in it does, and so does a reply; with it, only what it
 * names. The worst case is counted: as if the bot may mention everyone and every role.
 */
export function pingsOf(content: string, allowed: unknown, repliedTo?: string): Pings {
  const plain = content.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const ids = (pattern: RegExp) => [...plain.matchAll(pattern)].flatMap(([, id]) => id ?? []);
  const rules: Fields = isFields(allowed)
    ? allowed
    : { parse: ['users', 'roles', 'everyone'], replied_user: true };
  const permitted = (kind: 'users' | 'roles', found: readonly string[]) =>
    found.filter((id) => listOf(rules.parse).includes(kind) || listOf(rules[kind]).includes(id));
  const reply = repliedTo !== undefined && rules.replied_user === true ? [repliedTo] : [];
  return {
    everyone: listOf(rules.parse).includes('everyone') && /@(everyone|here)\b/.test(plain),
    users: [...new Set([...permitted('users', ids(/<@!?(\d+)>/g)), ...reply])],
    roles: [...new Set(permitted('roles', ids(/<@&(\d+)>/g)))],
  };
}

// The whole message.

const fields: Readonly<Record<string, Rule>> = {
  content: text({ max: 2000 }),
  tts: boolean,
  nonce: text({ max: 25 }),
  enforce_nonce: boolean,
  embeds,
  components,
  allowed_mentions: allowedMentions,
  flags: integer({ min: 0 }),
  message_reference: object({
    type: integer({ min: 0, max: 1 }),
    message_id: required(snowflake),
    channel_id: snowflake,
    guild_id: snowflake,
    fail_if_not_exists: boolean,
  }),
  attachments: list(object({ id: required(snowflake), filename: text(), description: text({ max: 1024 }) }), {
    max: 10,
  }),
};

/** What a message holds. Edits start from the message as it stands. */
export interface Content {
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly attachments: readonly Fields[];
  readonly flags: number;
}

export const blank: Content = { content: '', embeds: [], components: [], attachments: [], flags: 0 };

interface ComposeOptions {
  readonly call: Call;
  readonly current?: Content;
  /** The files uploaded with the request. */
  readonly files?: readonly Fields[];
  /** Where the message stands in the request: an interaction callback has it under `data`. */
  readonly at?: Path;
  /**
   * Whether the app may *Embed Links* here; if not, embeds are dropped without a word. Answers to interactions always
   * may. https://github.com/discord/discord-api-docs/issues/2601 and /5316
   */
  readonly embeds?: boolean;
}

/**
 * The message as it stands after this body, and the fields that Discord drops silently.
 * @throws ApiError where Discord refuses the body
 */
export function composeMessage(
  body: unknown,
  { call, current = blank, files = [], at = [], embeds: mayEmbed = true }: ComposeOptions,
): { message: Content; ignored: readonly string[] } {
  const form = new Form();
  const given: Fields = isFields(body) ? body : {};
  object(fields)(body ?? {}, at, form);
  const flags = checkFlags(given, call, current, at, form);
  const attachments = [...files, ...keptAttachments(given, current)];
  checkAttachmentLinks(given.embeds, [...at, 'embeds'], attachments, form);
  form.done();
  const message: Content = {
    content: given.content === undefined ? current.content : String(given.content ?? '').trim(),
    embeds: !mayEmbed ? [] : given.embeds === undefined ? current.embeds : listOf(given.embeds),
    components: given.components === undefined ? current.components : listOf(given.components),
    attachments,
    flags,
  };
  if (![message.content, message.embeds, message.components, attachments].some(filled))
    throw apiError(mayEmbed || call === 'edit' ? 'emptyMessage' : 'missingPermissions');
  return { message, ignored: form.ignored };
}

/** A flag that the message already has may be sent back; whether it is ephemeral was decided when it was made. */
function checkFlags(given: Fields, call: Call, current: Content, at: Path, form: Form): number {
  if (typeof given.flags !== 'number') return current.flags & ~Flag.loading;
  const names = settableFlags[call];
  const settable = names.reduce((bits, name) => bits | Flag[name], current.flags);
  if ((given.flags & ~settable) !== 0)
    form.problem([...at, 'flags'], 'MESSAGE_FLAGS_INVALID', `Only ${names.join(', ')} can be set here.`);
  return (given.flags & ~Flag.loading) | (current.flags & Flag.ephemeral);
}

/** An edit that lists attachments keeps only those. */
function keptAttachments(given: Fields, current: Content): readonly Fields[] {
  if (!Array.isArray(given.attachments)) return current.attachments;
  const kept = new Set(given.attachments.filter(isFields).map(({ id }) => String(id)));
  return current.attachments.filter(({ id }) => kept.has(String(id)));
}

/** Every `attachment://name` names a file of this message. */
function checkAttachmentLinks(value: unknown, path: Path, attachments: readonly Fields[], form: Form): void {
  if (typeof value === 'string' && value.startsWith('attachment://')) {
    const name = value.slice('attachment://'.length);
    if (!attachments.some(({ filename }) => filename === name))
      form.problem(
        path,
        'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        `The referenced attachment "${name}" was not found.`,
      );
  } else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value))
      checkAttachmentLinks(item, [...path, name], attachments, form);
}
