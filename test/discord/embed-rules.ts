/** What an embed may hold. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
import {
  boolean,
  type Fields,
  integer,
  isFields,
  list,
  listOf,
  object,
  type Rule,
  required,
  text,
  url,
  whole,
} from './form.ts';

const link = url({ schemes: ['http', 'https'] });
const icon = url({ schemes: ['http', 'https', 'attachment'] });
const media = object({
  url: required(icon),
  proxy_url: text(),
  width: integer(),
  height: integer(),
});

const substance = ['title', 'description', 'fields', 'author', 'footer', 'image', 'thumbnail', 'timestamp'];

export const embed: Rule = object(
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
    footer: object({ text: required(text({ max: 2048 })), icon_url: icon, proxy_icon_url: text() }),
    image: media,
    thumbnail: media,
    video: object({}),
    provider: object({ name: text(), url: text() }),
    author: object({
      name: required(text({ max: 256 })),
      url: link,
      icon_url: icon,
      proxy_icon_url: text(),
    }),
    fields: list(
      object({
        name: required(text({ max: 256 })),
        value: required(text({ max: 1024 })),
        inline: boolean,
      }),
      { max: 25 },
    ),
    flags: integer(),
  },
  whole((embed, problem) => {
    const filled = substance.some((name) => {
      const value = embed[name];
      return Array.isArray(value)
        ? value.length > 0
        : typeof value === 'string'
          ? value.trim()
          : isFields(value);
    });
    if (!filled) problem(['description'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }),
);

const size = (value: unknown) => (typeof value === 'string' ? value.trim().length : 0);

/** The characters that count towards 6,000: titles, descriptions, fields, footers and author names. */
export const embedCharacters = (embeds: unknown): number =>
  listOf(embeds)
    .filter(isFields)
    .reduce((sum, embed) => sum + charactersOf(embed), 0);

function charactersOf(embed: Fields): number {
  const { author, footer } = embed;
  const fields = listOf(embed.fields).filter(isFields);
  return (
    size(embed.title) +
    size(embed.description) +
    (isFields(author) ? size(author.name) : 0) +
    (isFields(footer) ? size(footer.text) : 0) +
    fields.reduce((sum, field) => sum + size(field.name) + size(field.value), 0)
  );
}

/** The embeds of one message: at most ten, and 6,000 characters over all of them. */
export const embeds: Rule = (value, path, form) => {
  list(embed, { max: 10 })(value, path, form);
  if (embedCharacters(value) > 6000)
    form.problem(path, 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
};
