/** The shape of each message component. https://discord.com/developers/docs/components/reference */
import {
  absent,
  boolean,
  byType,
  duplicates,
  integer,
  isFields,
  list,
  listOf,
  number,
  object,
  oneOf,
  type Rule,
  required,
  snowflake,
  text,
  url,
  whole,
} from './form.ts';

export const ComponentKind = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

export const customId = required(text({ min: 1, max: 100 }));
const type = integer();
const id = integer({ min: 0, max: 2 ** 31 - 1 });
const emoji = object({ id: snowflake, name: text({ max: 100 }), animated: boolean });
const asset = object({ url: required(url({ schemes: ['http', 'https', 'attachment'] })) });
const uploaded = object({ url: required(url({ schemes: ['attachment'] })) });

const LINK = 5;
const PREMIUM = 6;

const button = object(
  {
    type,
    id,
    style: required(oneOf(1, 2, 3, 4, LINK, PREMIUM)),
    label: text({ max: 80 }),
    emoji,
    custom_id: text({ min: 1, max: 100 }),
    url: url({ schemes: ['http', 'https', 'discord'], max: 512 }),
    sku_id: snowflake,
    disabled: boolean,
  },
  whole((button, problem) => {
    const missing = (name: string) => problem([name], 'BASE_TYPE_REQUIRED', 'This field is required');
    const refuse = (names: readonly string[], why: string) => {
      for (const name of names)
        if (!absent(button[name])) problem([name], 'BUTTON_COMPONENT_FIELD_NOT_ALLOWED', why);
    };
    if (button.style === LINK) {
      if (absent(button.url)) missing('url');
      refuse(['custom_id'], 'A custom id and url cannot both be specified');
    } else if (button.style === PREMIUM) {
      if (absent(button.sku_id)) missing('sku_id');
      refuse(['custom_id', 'url', 'label', 'emoji'], 'A premium button has only a sku_id');
    } else {
      if (absent(button.custom_id)) missing('custom_id');
      refuse(['url'], 'Only a link button has a url');
    }
    const named = typeof button.label === 'string' && button.label.trim() !== '';
    if (button.style !== PREMIUM && !named && !isFields(button.emoji)) missing('label');
  }),
);

const selectFields = {
  type,
  id,
  custom_id: customId,
  placeholder: text({ max: 150 }),
  min_values: integer({ min: 0, max: 25 }),
  max_values: integer({ min: 1, max: 25 }),
  disabled: boolean,
  required: boolean,
};

const selectRange = whole((select, problem) => {
  const least = typeof select.min_values === 'number' ? select.min_values : 1;
  const most = typeof select.max_values === 'number' ? select.max_values : 1;
  if (least > most)
    problem(['min_values'], 'SELECT_COMPONENT_MIN_VALUES_GREATER', 'min_values must be at most max_values');
  if (select.type !== ComponentKind.stringSelect) return;
  const options = listOf(select.options).filter(isFields);
  if (most > options.length && options.length > 0)
    problem(['max_values'], 'SELECT_COMPONENT_MAX_VALUES_EXCEEDED', 'max_values must be at most the options');
  if (options.filter((option) => option.default === true).length > most)
    problem(['options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', 'Too many options are chosen by default');
  duplicates(
    options.map((option, index) => ({ at: ['options', index, 'value'], value: option.value })),
    (at) =>
      problem(at, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used'),
  );
});

const option = object({
  label: required(text({ min: 1, max: 100 })),
  value: required(text({ min: 1, max: 100 })),
  description: text({ max: 100 }),
  emoji,
  default: boolean,
});

export const selects: Readonly<Record<number, Rule>> = {
  [ComponentKind.stringSelect]: object(
    { ...selectFields, options: required(list(option, { min: 1, max: 25 })) },
    selectRange,
  ),
  ...Object.fromEntries(
    [ComponentKind.userSelect, ComponentKind.roleSelect, ComponentKind.mentionableSelect].map((kind) => [
      kind,
      object({ ...selectFields, default_values: list(object({ id: snowflake, type: text() })) }, selectRange),
    ]),
  ),
  [ComponentKind.channelSelect]: object(
    {
      ...selectFields,
      default_values: list(object({ id: snowflake, type: text() })),
      channel_types: list(number),
    },
    selectRange,
  ),
};

/** Five units wide: a button takes one, a select all five. */
const width = whole((row, problem) => {
  let used = 0;
  for (const [index, child] of listOf(row.components).entries()) {
    used += isFields(child) && child.type === ComponentKind.button ? 1 : 5;
    if (used > 5) {
      const message = 'The specified component exceeds the maximum width';
      problem(['components', index], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', message);
      return;
    }
  }
});

export const row = object(
  {
    type,
    id,
    components: required(list(byType({ [ComponentKind.button]: button, ...selects }), { min: 1, max: 5 })),
  },
  width,
);

export const textDisplay = object({ type, id, content: required(text({ max: 4000 })) });
const thumbnail = object({
  type,
  id,
  media: required(asset),
  description: text({ max: 1024 }),
  spoiler: boolean,
});
const section = object({
  type,
  id,
  components: required(list(byType({ [ComponentKind.textDisplay]: textDisplay }), { min: 1, max: 3 })),
  accessory: required(byType({ [ComponentKind.button]: button, [ComponentKind.thumbnail]: thumbnail })),
});
const galleryItem = object({ media: required(asset), description: text({ max: 1024 }), spoiler: boolean });
const mediaGallery = object({ type, id, items: required(list(galleryItem, { min: 1, max: 10 })) });
const file = object({ type, id, file: required(uploaded), spoiler: boolean });
const separator = object({ type, id, divider: boolean, spacing: oneOf(1, 2) });

const blocks = {
  [ComponentKind.row]: row,
  [ComponentKind.section]: section,
  [ComponentKind.textDisplay]: textDisplay,
  [ComponentKind.mediaGallery]: mediaGallery,
  [ComponentKind.file]: file,
  [ComponentKind.separator]: separator,
};
const container = object({
  type,
  id,
  components: required(list(byType(blocks), { min: 1 })),
  accent_color: integer({ min: 0, max: 0xffffff }),
  spoiler: boolean,
});

/** The top of a message without Components V2: action rows only. */
export const classicComponents: Rule = list(byType({ [ComponentKind.row]: row }), { max: 5 });
/** The top of a message with Components V2. */
export const modernComponents: Rule = list(byType({ ...blocks, [ComponentKind.container]: container }));
