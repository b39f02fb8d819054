/** Rules for request bodies, as data, and the errors that Discord's REST API answers with. https://discord.com/developers/docs/topics/opcodes-and-status-codes */

export type Path = readonly (string | number)[];
export type Fields = { readonly [name: string]: unknown };
/** Checks one value and reports what is wrong with it. Every rule lets an absent value pass: see `required`. */
export type Rule = (value: unknown, path: Path, form: Form) => void;
type ErrorTree = { [name: string]: ErrorTree | { code: string; message: string }[] };

const known = {
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unauthorized: [401, 0, '401: Unauthorized'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  acknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  tooManyFollowUps: [400, 40094, 'This interaction has hit the maximum number of follow up messages.'],
  missingAccess: [403, 50001, 'Missing Access'],
  notInDirectMessages: [403, 50003, 'Cannot execute action on a DM channel'],
  notTheAuthor: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  closedToMessages: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  tokenExpired: [401, 50027, 'Invalid Webhook Token'],
  invalidVersion: [400, 50041, 'Invalid API version provided.'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
  threadLocked: [403, 160005, 'Thread is locked'],
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached (100)'],
} as const satisfies Record<string, readonly [number, number, string]>;

/** A refusal as Discord sends it: HTTP status, JSON error code, and for an invalid form the problems by field. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: ErrorTree | undefined;

  constructor(status: number, code: number, message: string, errors?: ErrorTree) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body() {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

export function apiError(name: keyof typeof known): ApiError {
  const [status, code, message] = known[name];
  return new ApiError(status, code, message);
}

/** An invalid form with a single problem. */
export function invalidField(path: Path, code: string, message: string): ApiError {
  const form = new Form();
  form.problem(path, code, message);
  return form.error;
}

/** One body under inspection: its problems, and the fields that Discord would silently ignore. */
export class Form {
  readonly problems: { path: Path; code: string; message: string }[] = [];
  readonly ignored: string[] = [];

  problem(path: Path, code: string, message: string): void {
    this.problems.push({ path, code, message });
  }

  /** 400 with code 50035. */
  get error(): ApiError {
    const root: ErrorTree = {};
    for (const { path, code, message } of this.problems) {
      let node = root;
      for (const step of path) {
        const child = node[step];
        const next: ErrorTree = child === undefined || Array.isArray(child) ? {} : child;
        node[step] = next;
        node = next;
      }
      const list = node._errors;
      if (Array.isArray(list)) list.push({ code, message });
      else node._errors = [{ code, message }];
    }
    return new ApiError(400, 50035, 'Invalid Form Body', root);
  }

  /** @throws ApiError when anything is wrong */
  done(): void {
    if (this.problems.length > 0) throw this.error;
  }
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

export const boolean: Rule = whenPresent((value, path, form) => {
  if (typeof value !== 'boolean') form.problem(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
});

export const snowflake: Rule = whenPresent((value, path, form) => {
  if (!/^\d{1,20}$/.test(String(value)))
    form.problem(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not snowflake.`);
});

export const oneOf = (...allowed: readonly (string | number)[]): Rule =>
  whenPresent((value, path, form) => {
    if (!allowed.some((choice) => choice === value))
      form.problem(path, 'BASE_TYPE_CHOICES', `Value must be one of (${allowed.join(', ')}).`);
  });

/** An address with one of these schemes. Without `max`, the 2,048 characters of an embed. */
export const url = ({ schemes, max = 2048 }: { schemes: readonly string[]; max?: number }): Rule =>
  whenPresent((value, path, form) => {
    if (typeof value !== 'string' || !URL.canParse(value) || /\s/.test(value)) {
      form.problem(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
      return;
    }
    const scheme = new URL(value).protocol.slice(0, -1);
    if (!schemes.includes(scheme))
      form.problem(
        path,
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${schemes.join(', ')}).`,
      );
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

/** A check of an object as a whole, once its fields have been checked one by one. */
type Whole = (value: Fields, problem: (at: Path, code: string, message: string) => void) => void;

/** An object with these fields. Other fields are ignored, as Discord does, and noted. */
export const object = (fields: Readonly<Record<string, Rule>>, whole?: Whole): Rule =>
  whenPresent((value, path, form) => {
    if (!isFields(value)) {
      form.problem(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    for (const [name, rule] of Object.entries(fields)) rule(value[name], [...path, name], form);
    for (const name of Object.keys(value))
      if (!(name in fields)) form.ignored.push([...path, name].join('.'));
    whole?.(value, (at, code, message) => form.problem([...path, ...at], code, message));
  });

/** An object whose `type` decides which rule it follows. */
export const byType = (rules: Readonly<Record<number, Rule>>): Rule =>
  whenPresent((value, path, form) => {
    const type = isFields(value) ? value.type : undefined;
    const rule = typeof type === 'number' ? rules[type] : undefined;
    if (rule) rule(value, path, form);
    else {
      const choices = Object.keys(rules).join(', ');
      form.problem(path, 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${choices}).`);
    }
  });

/** Reports every value that stands earlier in the list. */
export function duplicates(values: readonly unknown[], report: (index: number) => void): void {
  const seen = new Set<unknown>();
  for (const [index, value] of values.entries()) {
    if (!absent(value) && seen.has(value)) report(index);
    seen.add(value);
  }
}
