/** What a reply rests on: the page keeps it beside the reply, and asks by it why the reply is what it is. */
import { ask, readFilter } from '../../bot/commands/ask.ts';
import type { Command } from '../../bot/commands/command.ts';
import { findStatement } from '../../bot/commands/find-statement.ts';
import { quote } from '../../bot/commands/quote.ts';
import { isTopic, topic } from '../../bot/commands/topic.ts';
import { verifyQuote } from '../../bot/commands/verify-quote.ts';
import type { Reply } from '../../bot/replies/reply.ts';
import type { Press, View } from '../../bot/replies/view.ts';
import type { Services } from '../../bot/services.ts';
import { readMessage } from '../../retrieval/quotes/markdown.ts';
import type { Basis, CommandCall } from './wire.ts';

/** The basis of a slash command's reply; nothing where the reply rests on no search, as that of `/about`. */
export async function basisOfSlash(
  command: Command,
  strings: CommandCall['strings'],
  services: Services,
): Promise<Basis | undefined> {
  if (command === ask) {
    const filter = readFilter(strings);
    return { kind: 'asked', question: strings.question ?? '', ...(filter && { filter }) };
  }
  if (command === quote) return { kind: 'quoted', text: (strings.text ?? '').trim() };
  if (command !== topic) return undefined;
  const name = strings.name ?? '';
  return (await isTopic(name, services))
    ? { kind: 'topic', name, page: 0 }
    : { kind: 'asked', question: name };
}

/** The basis of what a message's menu replies to its words; nothing where no words were compared. */
export function basisOfMenu(command: Command, text: string, { embeds }: Reply): Basis | undefined {
  if (command === findStatement) return { kind: 'asked', question: readMessage(text).text };
  return command === verifyQuote && embeds.length > 0 ? { kind: 'verified', text } : undefined;
}

/** A button's reply rests on what the message did that it stands under, unless it leads to a topic. */
export function basisOfView(view: View | undefined, before: Basis | undefined): Basis | undefined {
  return view?.kind === 'topic' ? { kind: 'topic', name: view.name, page: view.page } : before;
}

/** The one passage that a view shows, if it shows one. */
export function passageOfView(view: Press['view']): string | undefined {
  if (!view || view.kind === 'topic') return undefined;
  return view.kind === 'hits' ? view.ids[view.at] : view.id;
}
