/** What people do in Discord: slash commands, menus, buttons, messages. Throws what Discord's client would not allow. */
import { type Command, CommandKind, fillOptions, type Given } from './commands.ts';
import { type Fields, isFields, listOf } from './form.ts';
import { InteractionKind, type LoopbackInteraction, ownersOf, ownersOfCommand } from './interactions.ts';
import { blank, ComponentKind, Flag } from './message-rules.ts';
import { fullMessage, type LoopbackMessage, Said } from './messages.ts';
import type { State } from './state.ts';
import { applicationId, type Channel, channelPayload, channels, type User, users } from './world.ts';

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
  /** Forwards this message; a forward holds no words of its own. */
  readonly forward?: LoopbackMessage;
  /** Whether the reply pings its author: as in Discord, yes unless switched off. */
  readonly ping?: boolean;
}

export class People {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** `/name`, with a subcommand after a space. */
  slash(name: string, given: Given = {}, context: Context = {}): LoopbackInteraction {
    return this.#slash(name, given, context);
  }

  /** Types in an option that has autocomplete. */
  autocomplete(name: string, given: Given, focused: string, context: Context = {}): LoopbackInteraction {
    return this.#slash(name, given, context, focused);
  }

  #slash(name: string, given: Given, context: Context, focused?: string): LoopbackInteraction {
    const [word = '', ...path] = name.split(' ');
    const channel = context.in ?? channels.general;
    const command = this.#registered(word, CommandKind.slash, channel);
    const { options, resolved, focusedType } = fillOptions(command, path, given, channelPayload, focused);
    return this.#invoke(command, { options, resolved }, channel, context, {
      type: focused === undefined ? InteractionKind.command : InteractionKind.autocomplete,
      focusedType,
    });
  }

  /** A command in the menu of a message. */
  messageMenu(name: string, target: LoopbackMessage, context: Context = {}): LoopbackInteraction {
    const channel = context.in ?? target.channel;
    const command = this.#registered(name, CommandKind.messageMenu, channel);
    const resolved = { messages: { [target.id]: fullMessage(target) } };
    return this.#invoke(command, { target_id: target.id, resolved }, channel, context);
  }

  #invoke(
    command: Command,
    data: Fields,
    channel: Channel,
    { by: user = users.ada, locale = 'en-US' }: Context,
    more: { type: number; focusedType?: number } = { type: InteractionKind.command },
  ): LoopbackInteraction {
    const { id, name, type, guild_id } = command;
    const owners = ownersOfCommand(command, channel, user);
    const invoked = { id, name, type, ...(guild_id !== undefined && { guild_id }), ...data };
    return this.#state.interact({ ...more, name, data: invoked, user, channel, locale, owners });
  }

  #registered(name: string, type: number, { guild }: Channel): Command {
    const command = this.#state.commands.named(name, type, guild?.known ? guild.id : undefined);
    if (!command) throw new Error(`No command "${name}" of type ${type} is registered here`);
    return command;
  }

  /** Presses a button, found by its custom_id, its label or its emoji. */
  click(message: LoopbackMessage, target: string, context: Context = {}): LoopbackInteraction {
    const names = ({ custom_id, label, emoji }: Fields) => [custom_id, label, isFields(emoji) && emoji.name];
    const buttons = message.controls(ComponentKind.button);
    const button = buttons.find((one) => names(one).includes(target));
    const labels = buttons.map(({ label, custom_id }) => label ?? custom_id).join(', ');
    if (!button) throw new Error(`No button "${target}" on this message; it has: ${labels || 'none'}`);
    if (button.url !== undefined) throw new Error(`"${target}" is a link: it opens ${button.url}`);
    return this.#component(message, button, {}, context);
  }

  /** Chooses in a select, found by its custom_id or its placeholder; channels and roles by id. */
  select(
    message: LoopbackMessage,
    target: string,
    values: readonly string[],
    context: Context = {},
  ): LoopbackInteraction {
    const select = message
      .controls(ComponentKind.stringSelect, ComponentKind.channelSelect, ComponentKind.roleSelect)
      .find(({ custom_id, placeholder }) => custom_id === target || placeholder === target);
    if (!select) throw new Error(`No select "${target}" on this message`);
    const offered = listOf(select.options).map((option) => isFields(option) && option.value);
    const foreign = values.filter((value) => !offered.includes(value));
    if (select.type === ComponentKind.stringSelect && foreign.length > 0)
      throw new Error(`"${target}" does not offer ${foreign}; it offers ${offered}`);
    const [least, most] = [Number(select.min_values ?? 1), Number(select.max_values ?? 1)];
    if (values.length < least || values.length > most)
      throw new Error(`"${target}" takes ${least} to ${most} values, not ${values.length}`);
    const chosen = values.flatMap((id) => this.#state.channel(id) ?? []);
    const resolved = { channels: Object.fromEntries(chosen.map((one) => [one.id, channelPayload(one)])) };
    return this.#component(message, select, { values, resolved }, context);
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
    const { type: component_type, id = 0, custom_id } = component;
    return this.#state.interact({
      type: InteractionKind.component,
      name,
      data: { component_type, id, custom_id, ...more },
      user: by,
      channel,
      locale,
      owners: ownersOf(channel, by),
      source: message,
    });
  }

  say(
    text: string,
    { by = users.ada, in: place, mentionBot, replyTo, forward, ping = true }: Saying = {},
  ): Said {
    const { messages, signal } = this.#state;
    if (replyTo?.ephemeral) throw new Error('Discord offers no reply to an ephemeral message');
    if (forward && text !== '') throw new Error('A comment on a forward is a message of its own');
    const flags = forward ? Flag.hasSnapshot : 0;
    const message = messages.create({
      channel: place ?? replyTo?.channel ?? channels.general,
      author: by,
      content: { ...blank, flags, content: mentionBot ? `<@${applicationId}> ${text}`.trim() : text },
      allowedMentions: { parse: ['users', 'roles', 'everyone'], replied_user: ping },
      repliesTo: replyTo,
      forwards: forward,
    });
    return new Said(message, messages, signal);
  }

  /** Delivers an interaction or a message once more, as a gateway that was resumed may. */
  deliverAgain(what: LoopbackInteraction | Said): void {
    if (what instanceof Said) this.#state.messages.announceAgain(what.message);
    else this.#state.emit(what.event);
  }

  /**
   * An interaction that is not as it should be: of a type that the application does not know, a menu without its
   * target, options that the command does not have. `payload` replaces the fields of a slash command's payload.
   */
  malformed(payload: Fields, { by = users.ada, in: channel = channels.general }: Context = {}) {
    const { type = InteractionKind.command } = payload;
    return this.#state.interact({
      type: Number(type),
      name: 'malformed',
      data: {},
      user: by,
      channel,
      locale: 'en-US',
      owners: ownersOf(channel, by),
      malformed: payload,
    });
  }

  edit({ message }: Said, content: string): void {
    this.#state.messages.edit(message, { ...message.body, content }, message.allowedMentions);
  }

  /** Deletes messages, all at once when there are several. */
  delete(...messages: readonly (Said | LoopbackMessage)[]): void {
    this.#state.messages.delete(...messages.map((one) => ('message' in one ? one.message : one)));
  }
}
