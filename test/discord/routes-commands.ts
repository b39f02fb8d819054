/** Registering application commands, globally and for one guild. */
import { apiError } from './api-error.ts';
import type { Command } from './commands.ts';
import { type Call, created, noContent, ok, type Route } from './rest-routes.ts';
import { applicationId, guilds } from './world.ts';

/** The guild of the path; a bot can register commands only where it is installed. */
function scope({ params }: Call): string | undefined {
  if (params.app !== applicationId) throw apiError('missingAccess');
  if (params.guild === undefined) return undefined;
  if (params.guild !== guilds.home.id) throw apiError('missingAccess');
  return params.guild;
}

/** Lists leave the translations out unless they are asked for. */
function shown(command: Command, { query }: Call) {
  if (query.get('with_localizations') === 'true') return command;
  const { name_localizations: _, description_localizations: __, ...plain } = command;
  return plain;
}

const routesUnder = (base: string): readonly Route[] => [
  {
    call: `GET ${base}`,
    handle: (call) => ok(call.state.commands.in(scope(call)).map((command) => shown(command, call))),
  },
  {
    call: `PUT ${base}`,
    handle: (call) => {
      const { commands, ignored } = call.state.commands.replace(call.body, scope(call));
      call.note(ignored);
      call.state.signal.notify();
      return ok(commands);
    },
  },
  {
    call: `POST ${base}`,
    handle: (call) => {
      const { command, created: isNew, ignored } = call.state.commands.upsert(call.body, scope(call));
      call.note(ignored);
      call.state.signal.notify();
      return isNew ? created(command) : ok(command);
    },
  },
  {
    call: `GET ${base}/:command`,
    handle: (call) => ok(call.state.commands.get(call.params.command ?? '', scope(call))),
  },
  {
    call: `PATCH ${base}/:command`,
    handle: (call) =>
      ok(call.state.commands.patch(call.params.command ?? '', call.body, scope(call)).command),
  },
  {
    call: `DELETE ${base}/:command`,
    handle: (call) => {
      call.state.commands.delete(call.params.command ?? '', scope(call));
      return noContent;
    },
  },
];

export const commandRoutes: readonly Route[] = [
  ...routesUnder('/applications/:app/commands'),
  ...routesUnder('/applications/:app/guilds/:guild/commands'),
];
