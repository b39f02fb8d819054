/** Answering interactions: the callback, `@original` and follow-ups. The token in the path is the only key. */
import { apiError } from './api-error.ts';
import { CallbackType } from './callback-rules.ts';
import { type LoopbackInteraction, TOKEN_MS } from './interaction.ts';
import type { LoopbackMessage } from './message.ts';
import { fullMessage } from './message-payload.ts';
import { editMessage, followUp, respond } from './respond.ts';
import { type Call, noContent, ok, type Route } from './rest-routes.ts';
import { applicationId } from './world.ts';

function callback(call: Call) {
  const { state, params, query } = call;
  const interaction = state.interactions.find(({ id, token }) => id === params.id && token === params.token);
  if (!interaction) throw apiError('unknownInteraction');
  call.note(respond(state, interaction, call));
  if (query.get('with_response') !== 'true') return noContent;
  const { original, acknowledgement, made } = interaction;
  const carriesMessage = made.sort !== 'autocomplete' && acknowledgement?.type !== CallbackType.modal;
  return ok({
    interaction: {
      id: interaction.id,
      type: { command: 2, component: 3, autocomplete: 4, modal: 5, 'component-modal': 5 }[made.sort],
      ...(original && { response_message_id: original.id }),
      response_message_loading: original?.loading ?? false,
      response_message_ephemeral: original?.ephemeral ?? false,
    },
    resource: {
      type: acknowledgement?.type,
      ...(carriesMessage && original && { message: fullMessage(original) }),
    },
  });
}

/** The interaction behind a token: acknowledged, and not older than 15 minutes. */
function answered({ state, params }: Call): LoopbackInteraction {
  if (params.app !== applicationId) throw apiError('unknownWebhook');
  const interaction = state.interactions.find(({ token }) => token === params.token);
  if (!interaction || state.clock.now() - interaction.sentAt > TOKEN_MS) throw apiError('tokenExpired');
  const { acknowledgement } = interaction;
  if (!acknowledgement || acknowledgement.type === CallbackType.choices) throw apiError('unknownWebhook');
  return interaction;
}

/** `@original`, or one of the follow-ups. */
function messageOf(call: Call): LoopbackMessage {
  const { original, followUps } = answered(call);
  const { message: id } = call.params;
  const all = original ? [original, ...followUps] : followUps;
  const found = id === '@original' ? original : all.find((message) => message.id === id);
  if (!found || found.deleted) throw apiError('unknownMessage');
  return found;
}

export const interactionRoutes: readonly Route[] = [
  { call: 'POST /interactions/:id/:token/callback', open: true, handle: callback },
  {
    call: 'POST /webhooks/:app/:token',
    open: true,
    handle: (call) => {
      const { message, ignored } = followUp(call.state, answered(call), call);
      call.note(ignored);
      return ok(fullMessage(message));
    },
  },
  {
    call: 'GET /webhooks/:app/:token/messages/:message',
    open: true,
    handle: (call) => ok(fullMessage(messageOf(call))),
  },
  {
    call: 'PATCH /webhooks/:app/:token/messages/:message',
    open: true,
    handle: (call) => {
      const message = messageOf(call);
      call.note(editMessage(call.state, message, call).ignored);
      return ok(fullMessage(message));
    },
  },
  {
    call: 'DELETE /webhooks/:app/:token/messages/:message',
    open: true,
    handle: (call) => {
      call.state.messages.delete(messageOf(call));
      return noContent;
    },
  },
];
