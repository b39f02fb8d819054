/** `allowed_mentions`: whether it is well formed, and whom a message would ping under it. */
import {
  absent,
  boolean,
  isFields,
  list,
  listOf,
  object,
  oneOf,
  type Rule,
  snowflake,
  whole,
} from './form.ts';

export interface Pings {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

export const nobody: Pings = { everyone: false, users: [], roles: [] };

export const allowedMentions: Rule = object(
  {
    parse: list(oneOf('users', 'roles', 'everyone')),
    users: list(snowflake, { max: 100 }),
    roles: list(snowflake, { max: 100 }),
    replied_user: boolean,
  },
  whole((allowed, problem) => {
    for (const kind of ['users', 'roles'])
      if (listOf(allowed.parse).includes(kind) && listOf(allowed[kind]).length > 0)
        problem(
          [],
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        );
  }),
);

/**
 * Whom a text pings. Without `allowed_mentions` everything in it does, and so does a reply; with it, only what it
 * names. The worst case is counted: as if the bot may mention everyone and every role.
 */
export function pingsOf(text: string, allowed: unknown, repliedTo?: string): Pings {
  const plain = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const ids = (pattern: RegExp) => [...plain.matchAll(pattern)].flatMap(([, id]) => (id ? [id] : []));
  const users = ids(/<@!?(\d+)>/g);
  const roles = ids(/<@&(\d+)>/g);
  const everyone = /@(everyone|here)\b/.test(plain);
  const reply = repliedTo === undefined ? [] : [repliedTo];
  if (absent(allowed) || !isFields(allowed))
    return { everyone, users: [...new Set([...users, ...reply])], roles: [...new Set(roles)] };
  const parse = listOf(allowed.parse);
  const permitted = (kind: 'users' | 'roles', found: string[]) =>
    found.filter((id) => parse.includes(kind) || listOf(allowed[kind]).includes(id));
  return {
    everyone: everyone && parse.includes('everyone'),
    users: [...new Set([...permitted('users', users), ...(allowed.replied_user === true ? reply : [])])],
    roles: [...new Set(permitted('roles', roles))],
  };
}

export const pingsSomeone = ({ everyone, users, roles }: Pings): boolean =>
  everyone || users.length > 0 || roles.length > 0;
