/** The errors that Discord's REST API answers with. https://discord.com/developers/docs/topics/opcodes-and-status-codes */
import { type ErrorTree, Form } from './form.ts';

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
  unknownCommand: [404, 10063, 'Unknown application command'],
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
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached (100)'],
} as const satisfies Record<string, readonly [number, number, string]>;

export function apiError(name: keyof typeof known): ApiError {
  const [status, code, message] = known[name];
  return new ApiError(status, code, message);
}

/** 400 with code 50035: each problem where it stands in the body. */
export const invalidForm = (form: Form): ApiError =>
  new ApiError(400, 50035, 'Invalid Form Body', form.errors);

/** The same for a single problem. */
export function invalidField(path: readonly (string | number)[], code: string, message: string): ApiError {
  const form = new Form();
  form.problem(path, code, message);
  return invalidForm(form);
}
