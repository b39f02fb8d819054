/** What the page may send, checked where it comes in. */
import { z } from 'zod';
import { isoDate } from '../../corpus/schema.ts';
import { MAX_QUESTION_LENGTH } from '../../retrieval/question.ts';

/** Discord's own limit of what a person writes; a longer text is told so by the handler itself. */
const text = z.string().max(2 * MAX_QUESTION_LENGTH);

const embed = z.object({
  title: text.optional(),
  description: text.optional(),
  url: text.optional(),
  color: z.number().optional(),
  author: z.object({ name: text }).optional(),
  fields: z
    .array(z.object({ name: text, value: text, inline: z.boolean().optional() }))
    .max(25)
    .optional(),
  footer: z.object({ text }).optional(),
});

const filter = z.object({
  since: z.exactOptional(isoDate),
  until: z.exactOptional(isoDate),
  speaker: z.exactOptional(z.string().max(100)),
});

const basis = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('asked'), question: text, filter: z.exactOptional(filter) }),
  z.object({ kind: z.literal('topic'), name: text, page: z.int().min(0).max(999) }),
  z.object({ kind: z.literal('quoted'), text }),
  z.object({ kind: z.literal('verified'), text }),
]);

const message = z.object({
  content: text,
  embeds: z.array(embed).max(10),
  isOwn: z.boolean(),
  isPrivate: z.boolean(),
  basis: basis.optional(),
});

export const commandCall = z.object({
  name: z.string(),
  strings: z.record(z.string().max(40), text),
  hide: z.boolean(),
});
export const completeCall = z.object({ name: z.string(), typed: text });
export const messageCall = z.object({ text });
export const menuCall = z.object({ name: z.string(), message });
export const pressCall = z.object({
  customId: z.string().max(100),
  values: z.array(z.string().max(100)).max(25),
  message,
});
/** Explains the passage of this id; without one, the reply as a whole. */
export const whyCall = z.object({ basis, passageId: z.exactOptional(z.string().max(20)) });

export type CommandCall = z.infer<typeof commandCall>;
export type CompleteCall = z.infer<typeof completeCall>;
export type MenuCall = z.infer<typeof menuCall>;
export type PressCall = z.infer<typeof pressCall>;
export type WhyCall = z.infer<typeof whyCall>;
