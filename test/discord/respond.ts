/** The callback of an interaction: one answer, of a fitting type, within three seconds. */
import { apiError, invalidForm } from './api-error.ts';
import { CallbackType, checkCallbackType, checkChoices, checkModal } from './callback-rules.ts';
import { type Fields, Form, isFields, listOf } from './form.ts';
import { ACKNOWLEDGE_MS, type Choice, type LoopbackInteraction } from './interaction.ts';
import { InteractionKind } from './interaction-payload.ts';
import type { LoopbackMessage } from './message.ts';
import { blank, type Content, composeMessage, Flag } from './message-rules.ts';
import type { State } from './state.ts';
import { users } from './world.ts';

export interface Sent {
  readonly body: unknown;
  readonly files: readonly Fields[];
}

export function respond(
  state: State,
  interaction: LoopbackInteraction,
  { body, files }: Sent,
): readonly string[] {
  const now = state.clock.now();
  if (interaction.acknowledgement) throw apiError('acknowledged');
  if (now - interaction.sentAt > ACKNOWLEDGE_MS) throw apiError('unknownInteraction');
  const form = new Form();
  const { type, data }: Fields = isFields(body) ? body : {};
  checkCallbackType(type, interaction.made.sort, form);
  if (type === CallbackType.choices) checkChoices(data, interaction.made.focusedType ?? 0, form);
  if (type === CallbackType.modal) checkModal(data, form);
  if (form.problems.length > 0) throw invalidForm(form);
  const flags = isFields(data) && typeof data.flags === 'number' ? data.flags : 0;
  const ignored = take(state, interaction, Number(type), { body: data, files }, flags);
  interaction.acknowledgement = {
    type: Number(type),
    flags,
    ephemeral: interaction.original?.ephemeral ?? false,
    deferred: type === CallbackType.deferredMessage || type === CallbackType.deferredUpdate,
    afterMs: now - interaction.sentAt,
  };
  state.signal.notify();
  return [...form.ignored, ...ignored];
}

function take(
  state: State,
  interaction: LoopbackInteraction,
  type: number,
  { body, files }: Sent,
  flags: number,
): readonly string[] {
  const at = ['data'];
  if (type === CallbackType.choices && isFields(body))
    interaction.givenChoices = listOf(body.choices) as readonly Choice[];
  if (type === CallbackType.modal && isFields(body)) interaction.givenModal = body;
  if (type === CallbackType.message) {
    const { message, ignored } = composeMessage(body, { call: 'reply', files, at });
    interaction.original = post(state, interaction, message, body);
    return ignored;
  }
  if (type === CallbackType.deferredMessage)
    interaction.original = post(state, interaction, {
      ...blank,
      flags: Flag.loading | (flags & Flag.ephemeral),
    });
  if (type === CallbackType.deferredUpdate) interaction.original = interaction.made.source;
  if (type !== CallbackType.update) return [];
  const source = interaction.made.source;
  if (!source || source.deleted) throw apiError('unknownMessage');
  const { message, ignored } = composeMessage(body, { call: 'update', current: source.body, files, at });
  interaction.original = source;
  state.messages.edit(source, message, allowedMentionsOf(body));
  return ignored;
}

const allowedMentionsOf = (body: unknown) => (isFields(body) ? body.allowed_mentions : undefined);

const kindOf = { command: 2, autocomplete: 4, component: 3, modal: 5, 'component-modal': 5 } as const;

/** A message from the application under an interaction: only the person who asked sees an ephemeral one. */
function post(
  state: State,
  interaction: LoopbackInteraction,
  content: Content,
  body?: unknown,
  repliesTo = interaction.made.source,
): LoopbackMessage {
  const { channel, user, sort, name } = interaction.made;
  const type = kindOf[sort];
  return state.messages.create({
    channel,
    author: users.bot,
    content,
    allowedMentions: allowedMentionsOf(body),
    repliesTo,
    ephemeralFor: (content.flags & Flag.ephemeral) !== 0 ? user : undefined,
    origin: { id: interaction.id, type, user, ...(type === InteractionKind.command && name && { name }) },
  });
}

/** A follow-up. The first one after a deferral takes the place of "… is thinking", and with it its privacy. */
export function followUp(state: State, interaction: LoopbackInteraction, sent: Sent) {
  const { original, followUps, made } = interaction;
  if (original?.loading) return { ...editMessage(state, original, sent), message: original };
  const { message, ignored } = composeMessage(sent.body, { call: 'reply', files: sent.files });
  if (made.userInstalled && followUps.length >= 5) throw apiError('tooManyFollowUps');
  const posted = post(state, interaction, message, sent.body, original);
  followUps.push(posted);
  state.signal.notify();
  return { message: posted, ignored };
}

export function editMessage(state: State, message: LoopbackMessage, { body, files }: Sent) {
  const composed = composeMessage(body, { call: 'edit', current: message.body, files });
  state.messages.edit(message, composed.message, allowedMentionsOf(body));
  return { ignored: composed.ignored };
}
