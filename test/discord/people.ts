/** What people do in Discord: slash commands, menus, buttons, messages. Throws what Discord's client would not allow. */
import { CallbackType } from './callback-rules.ts';
import { fillOptions, type Given } from './command-options.ts';
import { CommandKind } from './command-rules.ts';
import type { Command } from './commands.ts';
import { ComponentKind } from './component-rules.ts';
import { flatten } from './component-tree.ts';
import { type Fields, isFields, listOf } from './form.ts';
import type { LoopbackInteraction } from './interaction.ts';
import { InteractionKind, ownersOf, ownersOfCommand } from './interaction-payload.ts';
import type { LoopbackMessage } from './message.ts';
import { fullMessage } from './message-payload.ts';
import { blank } from './message-rules.ts';
import { Said } from './said.ts';
import type { State } from './state.ts';
import { applicationId, type Channel, channels, type User, users } from './world.ts';

/** Who does it, where, and in which language. Left out: Ada, in #general, in English. */
export interface Context {
  readonly by?: User;
  readonly in?: Channel;
  readonly locale?: string;
}

export interface Saying extends Context {
  /** Starts with a mention of the bot. */
  readonly mentionBot?: boolean;
  readonly replyTo?: LoopbackMessage;
  /** Whether the reply pings its author: as in Discord, yes unless switched off. */
  readonly ping?: boolean;
}

const BOTH_INSTALLS = [0, 1];

export class People {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** `/name`, with subcommands after a space. */
  slash(name: string, given: Given = {}, context: Context = {}): LoopbackInteraction {
    return this.#command(name, given, context);
  }

  /** Types in an option that has autocomplete. */
  autocomplete(name: string, given: Given, focused: string, context: Context = {}): LoopbackInteraction {
    return this.#command(name, given, context, focused);
  }

  #command(name: string, given: Given, context: Context, focused?: string): LoopbackInteraction {
    const { by = users.ada, in: channel = channels.general, locale = 'en-US' } = context;
    const [word = '', ...path] = name.split(' ');
    const command = this.#registered(word, CommandKind.slash, channel);
    const { options, resolved, focusedType } = fillOptions(command, path, given, focused);
    const typing = focused !== undefined;
    return this.#state.interact(
      { sort: typing ? 'autocomplete' : 'command', user: by, channel, name, focusedType },
      {
        type: typing ? InteractionKind.autocomplete : InteractionKind.command,
        data: { ...invoked(command), options, ...(Object.keys(resolved).length > 0 && { resolved }) },
        owners: ownersOfCommand(command, channel, by),
        locale,
      },
    );
  }

  /** A command in the menu of a message. */
  messageMenu(name: string, target: LoopbackMessage, context: Context = {}): LoopbackInteraction {
    const { by = users.ada, in: channel = target.channel, locale = 'en-US' } = context;
    const command = this.#registered(name, CommandKind.messageMenu, channel);
    const resolved = { messages: { [target.id]: fullMessage(target) } };
    return this.#state.interact(
      { sort: 'command', user: by, channel, name },
      {
        type: InteractionKind.command,
        data: { ...invoked(command), target_id: target.id, resolved },
        owners: ownersOfCommand(command, channel, by),
        locale,
      },
    );
  }

  /** Presses a button, found by its custom_id, its label or its emoji. */
  click(message: LoopbackMessage, target: string, context: Context = {}): LoopbackInteraction {
    const names = ({ custom_id, label, emoji }: Fields) => [custom_id, label, isFields(emoji) && emoji.name];
    const buttons = message.parts(ComponentKind.button);
    const button = buttons.find((one) => names(one).includes(target));
    const labels = buttons.map(({ label, custom_id }) => label ?? custom_id).join(', ');
    if (!button) throw new Error(`No button "${target}" on this message; it has: ${labels || 'none'}`);
    if (button.url !== undefined) throw new Error(`"${target}" is a link: it opens ${button.url}`);
    return this.#component(message, button, {}, context);
  }

  /** Chooses in a string select, found by its custom_id or its placeholder. */
  select(
    message: LoopbackMessage,
    target: string,
    values: readonly string[],
    context: Context = {},
  ): LoopbackInteraction {
    const select = message
      .parts(ComponentKind.stringSelect)
      .find(({ custom_id, placeholder }) => custom_id === target || placeholder === target);
    if (!select) throw new Error(`No string select "${target}" on this message`);
    const offered = listOf(select.options).map((option) => isFields(option) && option.value);
    const foreign = values.filter((value) => !offered.includes(value));
    if (foreign.length > 0) throw new Error(`"${target}" does not offer ${foreign}; it offers ${offered}`);
    const [least, most] = [Number(select.min_values ?? 1), Number(select.max_values ?? 1)];
    if (values.length < least || values.length > most)
      throw new Error(`"${target}" takes ${least} to ${most} values, not ${values.length}`);
    return this.#component(message, select, { values }, context);
  }

  #component(
    message: LoopbackMessage,
    component: Fields,
    more: Fields,
    context: Context,
  ): LoopbackInteraction {
    const { by = message.ephemeralFor ?? message.origin?.user ?? users.ada, locale = 'en-US' } = context;
    const name = String(component.custom_id);
    if (message.deleted) throw new Error('The message is deleted');
    if (message.ephemeralFor && message.ephemeralFor !== by)
      throw new Error(`Only ${message.ephemeralFor.username} sees this message`);
    if (component.disabled === true) throw new Error(`"${name}" is disabled`);
    const { channel } = message;
    const { type, id = 0, custom_id } = component;
    return this.#state.interact(
      { sort: 'component', user: by, channel, name, source: message },
      {
        type: InteractionKind.component,
        data: { component_type: type, id, custom_id, ...more },
        owners: ownersOf(channel, by, BOTH_INSTALLS),
        locale,
        message: fullMessage(message),
      },
    );
  }

  /** Fills in and sends the modal that an interaction was answered with. */
  modalSubmit(
    opened: LoopbackInteraction,
    values: Readonly<Record<string, string>>,
    context: Context = {},
  ): LoopbackInteraction {
    const { givenModal: modal, made } = opened;
    if (!modal || opened.acknowledgement?.type !== CallbackType.modal) throw new Error('No modal was opened');
    const { by = made.user, locale = 'en-US' } = context;
    const inputs = flatten(modal.components).map(({ component }) => component);
    for (const name of Object.keys(values))
      if (!inputs.some(({ custom_id }) => custom_id === name)) throw new Error(`The modal has no "${name}"`);
    const { channel, source } = made;
    return this.#state.interact(
      {
        sort: source ? 'component-modal' : 'modal',
        user: by,
        channel,
        source,
        name: String(modal.custom_id),
      },
      {
        type: InteractionKind.modal,
        data: {
          custom_id: modal.custom_id,
          components: listOf(modal.components).map((part) => answer(part, values)),
        },
        owners: ownersOf(channel, by, BOTH_INSTALLS),
        locale,
        ...(source && { message: fullMessage(source) }),
      },
    );
  }

  say(text: string, { by = users.ada, in: place, mentionBot, replyTo, ping = true }: Saying = {}): Said {
    const content = mentionBot ? `<@${applicationId}> ${text}` : text;
    const message = this.#state.messages.create({
      channel: place ?? replyTo?.channel ?? channels.general,
      author: by,
      content: { ...blank, content },
      allowedMentions: { parse: ['users', 'roles', 'everyone'], replied_user: ping },
      repliesTo: replyTo,
    });
    return new Said(message, this.#state);
  }

  edit({ message }: Said, text: string): void {
    this.#state.messages.edit(message, { ...message.body, content: text }, message.allowedMentions);
  }

  /** Deletes messages, all at once when there are several. */
  delete(...messages: readonly (Said | LoopbackMessage)[]): void {
    this.#state.messages.delete(...messages.map((one) => ('message' in one ? one.message : one)));
  }

  #registered(name: string, type: number, { guild }: Channel): Command {
    const command = this.#state.commands.named(name, type, guild?.known ? guild.id : undefined);
    if (!command) throw new Error(`No command "${name}" of type ${type} is registered here`);
    return command;
  }
}

const invoked = ({ id, name, type, guild_id }: Command) => ({
  id,
  name,
  type,
  ...(guild_id !== undefined && { guild_id }),
});

/** A part of a modal with what was typed into it. */
function answer(part: unknown, values: Readonly<Record<string, string>>): unknown {
  if (!isFields(part)) return part;
  const { type, id = 0, custom_id, value = '', components, component } = part;
  if (Array.isArray(components))
    return { type, id, components: components.map((one) => answer(one, values)) };
  if (component !== undefined) return { type, id, component: answer(component, values) };
  if (custom_id === undefined) return { type, id };
  const typed = values[String(custom_id)] ?? value;
  if (part.required !== false && typed === '') throw new Error(`The modal needs "${custom_id}"`);
  return { type, id, custom_id, value: typed };
}
