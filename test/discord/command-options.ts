/** The options of a slash command as a person fills them in: only what the registered command takes. */
import { OptionKind } from './command-rules.ts';
import type { Command } from './commands.ts';
import { type Fields, isFields, listOf } from './form.ts';
import { type Channel, channelPayload, type User, userPayload } from './world.ts';

export type OptionValue = string | number | boolean | User | Channel;
export type Given = Readonly<Record<string, OptionValue | undefined>>;

interface Filled {
  readonly options: readonly Fields[];
  readonly resolved: Fields;
  /** The type of the option that is being typed. */
  readonly focusedType: number;
}

/** Fills in `path` (the subcommands after the command's name). Throws as Discord's client would not let it be sent. */
export function fillOptions(
  command: Command,
  path: readonly string[],
  given: Given,
  focused?: string,
): Filled {
  const [step, ...rest] = path;
  const defined = listOf(command.options).filter(isFields);
  if (step !== undefined) {
    const nested = defined.find((option) => option.name === step && Number(option.type) <= OptionKind.group);
    if (!nested) throw new Error(`/${command.name} has no subcommand "${step}"`);
    const inner = fillOptions({ ...command, options: nested.options }, rest, given, focused);
    return { ...inner, options: [{ name: step, type: nested.type, options: inner.options }] };
  }
  const names = defined.map(({ name }) => String(name));
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`/${command.name} has no option "${unknown}"; it has: ${names.join(', ') || 'none'}`);
  const filled: Fields[] = [];
  const resolved: Record<string, Record<string, unknown>> = {};
  for (const option of defined) {
    const name = String(option.name);
    const value = given[name];
    if (value === undefined) {
      if (option.required === true && focused === undefined)
        throw new Error(`/${command.name} needs the option "${name}"`);
      continue;
    }
    // What is still being typed may be anything.
    if (name !== focused) checkValue(option, value, `/${command.name} ${name}`);
    if (typeof value === 'object') resolve(value, resolved);
    const sent = typeof value === 'object' ? value.id : value;
    filled.push({ name, type: option.type, value: sent, ...(name === focused && { focused: true }) });
  }
  const focusedOption = defined.find(({ name }) => name === focused);
  if (focused !== undefined && focusedOption?.autocomplete !== true)
    throw new Error(`/${command.name} has no autocomplete for "${focused}"`);
  return { options: filled, resolved, focusedType: Number(focusedOption?.type ?? 0) };
}

const typeNames: Readonly<Record<number, string>> = {
  [OptionKind.string]: 'string',
  [OptionKind.integer]: 'number',
  [OptionKind.number]: 'number',
  [OptionKind.boolean]: 'boolean',
  [OptionKind.user]: 'object',
  [OptionKind.channel]: 'object',
};

function checkValue(option: Fields, value: OptionValue, what: string): void {
  const expected = typeNames[Number(option.type)];
  if (typeof value !== expected) throw new Error(`${what} takes a ${expected}, not ${JSON.stringify(value)}`);
  const choices = listOf(option.choices).filter(isFields);
  if (choices.length > 0 && !choices.some((choice) => choice.value === value))
    throw new Error(`${what} takes one of ${choices.map((choice) => choice.value)}, not ${value}`);
  const measured = typeof value === 'string' ? value.length : typeof value === 'number' ? value : undefined;
  if (measured === undefined) return;
  const [low, high] =
    typeof value === 'string'
      ? [option.min_length ?? 0, option.max_length ?? 6000]
      : [option.min_value ?? -(2 ** 53), option.max_value ?? 2 ** 53];
  if (measured < Number(low) || measured > Number(high))
    throw new Error(`${what} must be between ${low} and ${high}, not ${measured}`);
}

function resolve(value: User | Channel, resolved: Record<string, Record<string, unknown>>): void {
  const isUser = 'username' in value;
  const list = isUser ? 'users' : 'channels';
  resolved[list] = { ...resolved[list], [value.id]: isUser ? userPayload(value) : channelPayload(value) };
}
