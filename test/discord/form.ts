/** Rules for a request body, as data, and the "Invalid Form Body" error tree that Discord answers with. */

export type Path = readonly (string | number)[];
export type Fields = { readonly [name: string]: unknown };
/** Looks at one value; reports what is wrong with it. Every rule lets an absent value pass: see `required`. */
export type Rule = (value: unknown, path: Path, form: Form) => void;
export type ErrorTree = { [name: string]: ErrorTree | { code: string; message: string }[] };

/** One body under inspection: its problems, and the fields that Discord would silently ignore. */
export class Form {
  readonly problems: { path: Path; code: string; message: string }[] = [];
  readonly ignored: string[] = [];

  problem(path: Path, code: string, message: string): void {
    this.problems.push({ path, code, message });
  }

  get errors(): ErrorTree {
    const root: ErrorTree = {};
    for (const { path, code, message } of this.problems) {
      const node = path.reduce(childOf, root);
      const list = node._errors;
      if (Array.isArray(list)) list.push({ code, message });
      else node._errors = [{ code, message }];
    }
    return root;
  }
}

function childOf(node: ErrorTree, step: string | number): ErrorTree {
  const child = node[step];
  if (child !== undefined && !Array.isArray(child)) return child;
  const made: ErrorTree = {};
  node[step] = made;
  return made;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const absent = (value: unknown): value is undefined | null => value === undefined || value === null;

const whenPresent =
  (check: Rule): Rule =>
  (value, path, form) => {
    if (!absent(value)) check(value, path, form);
  };

/** A missing value is an error, and so is a text of white space alone: Discord trims before it looks. */
export const required =
  (rule: Rule): Rule =>
  (value, path, form) => {
    if (absent(value) || (typeof value === 'string' && value.trim() === ''))
      form.problem(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    else rule(value, path, form);
  };

function length(count: number, { min, max }: { min?: number; max?: number }, path: Path, form: Form): void {
  if ((min === undefined || count >= min) && (max === undefined || count <= max)) return;
  if (min !== undefined && max !== undefined)
    form.problem(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  else if (max !== undefined)
    form.problem(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  else form.problem(path, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
}

/** A text, measured after trimming, in UTF-16 units: never more generous than Discord, which counts characters. */
export const text = (limits: { min?: number; max?: number; pattern?: RegExp } = {}): Rule =>
  whenPresent((value, path, form) => {
    if (typeof value !== 'string') {
      form.problem(path, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value)}" as string.`);
      return;
    }
    length(value.trim().length, limits, path, form);
    if (limits.pattern && !limits.pattern.test(value))
      form.problem(path, 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
  });

export const integer = ({ min, max }: { min?: number; max?: number } = {}): Rule =>
  whenPresent((value, path, form) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number))
      form.problem(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
    else if (min !== undefined && number < min)
      form.problem(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
    else if (max !== undefined && number > max)
      form.problem(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
  });

export const number: Rule = whenPresent((value, path, form) => {
  if (typeof value !== 'number' || !Number.isFinite(value))
    form.problem(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not float.`);
});

export const boolean: Rule = whenPresent((value, path, form) => {
  if (typeof value !== 'boolean') form.problem(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
});

export const snowflake: Rule = whenPresent((value, path, form) => {
  if (!/^\d{1,20}$/.test(String(value)))
    form.problem(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not snowflake.`);
});

export const oneOf = (...allowed: readonly (string | number)[]): Rule =>
  whenPresent((value, path, form) => {
    if (!allowed.some((choice) => choice === value)) {
      const choices = allowed.map((choice) => (typeof choice === 'string' ? `'${choice}'` : choice));
      form.problem(path, 'BASE_TYPE_CHOICES', `Value must be one of (${choices.join(', ')}).`);
    }
  });

/** An address with one of these schemes. Without `max`, the 2,048 characters of an embed. */
export const url = ({ schemes, max = 2048 }: { schemes: readonly string[]; max?: number }): Rule =>
  whenPresent((value, path, form) => {
    if (typeof value !== 'string' || !URL.canParse(value) || /\s/.test(value)) {
      form.problem(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
      return;
    }
    const scheme = new URL(value).protocol.slice(0, -1);
    if (!schemes.includes(scheme)) {
      const list = schemes.map((one) => `'${one}'`).join(', ');
      form.problem(
        path,
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${list}).`,
      );
    }
    length(value.length, { max }, path, form);
  });

export const list = (item: Rule, limits: { min?: number; max?: number } = {}): Rule =>
  whenPresent((value, path, form) => {
    if (!Array.isArray(value)) {
      form.problem(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return;
    }
    length(value.length, limits, path, form);
    for (const [index, entry] of value.entries()) required(item)(entry, [...path, index], form);
  });

/** An object with these fields, then rules about the whole. Other fields are ignored, as Discord does, and noted. */
export const object = (fields: Readonly<Record<string, Rule>>, ...whole: readonly Rule[]): Rule =>
  whenPresent((value, path, form) => {
    if (!isFields(value)) {
      form.problem(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    for (const [name, rule] of Object.entries(fields)) rule(value[name], [...path, name], form);
    for (const name of Object.keys(value))
      if (!(name in fields)) form.ignored.push([...path, name].join('.'));
    for (const rule of whole) rule(value, path, form);
  });

/** An object whose `type` decides which rule it follows. */
export const byType = (rules: Readonly<Record<number, Rule>>): Rule =>
  whenPresent((value, path, form) => {
    if (!isFields(value)) {
      form.problem(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    const rule = typeof value.type === 'number' ? rules[value.type] : undefined;
    if (rule) rule(value, path, form);
    else {
      const types = Object.keys(rules);
      const choices = types.length === 1 ? `${types[0]},` : types.join(', ');
      form.problem(path, 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${choices}).`);
    }
  });

/** A rule that also sees the object around it: `whole` after the fields are checked one by one. */
export const whole =
  (check: (value: Fields, problem: (at: Path, code: string, message: string) => void) => void): Rule =>
  (value, path, form) => {
    if (isFields(value)) check(value, (at, code, message) => form.problem([...path, ...at], code, message));
  };

/** Reports the second of two equal values. */
export function duplicates(
  values: readonly { at: Path; value: unknown }[],
  report: (at: Path, value: unknown) => void,
): void {
  const seen = new Set<unknown>();
  for (const { at, value } of values) {
    if (absent(value)) continue;
    if (seen.has(value)) report(at, value);
    seen.add(value);
  }
}
