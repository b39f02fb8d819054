/** What an interaction may be answered with. https://discord.com/developers/docs/interactions/receiving-and-responding */
import { ComponentKind, customId, selects, textDisplay } from './component-rules.ts';
import { checkUnique } from './component-tree.ts';
import {
  boolean,
  byType,
  type Form,
  integer,
  isFields,
  list,
  number,
  object,
  oneOf,
  type Rule,
  required,
  text,
} from './form.ts';

export const CallbackType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

export type InteractionSort = 'command' | 'component' | 'autocomplete' | 'modal' | 'component-modal';

const message = [CallbackType.message, CallbackType.deferredMessage];
const update = [CallbackType.deferredUpdate, CallbackType.update];

/** Which answers each sort of interaction takes. A modal opened by a component may update that component's message. */
const answers: Readonly<Record<InteractionSort, readonly number[]>> = {
  command: [...message, CallbackType.modal],
  component: [...message, ...update, CallbackType.modal],
  autocomplete: [CallbackType.choices],
  modal: message,
  'component-modal': [...message, ...update],
};

export function checkCallbackType(type: unknown, sort: InteractionSort, form: Form): void {
  required(oneOf(1, ...Object.values(CallbackType), 10, 12))(type, ['type'], form);
  if (form.problems.length === 0 && !answers[sort].some((allowed) => allowed === type))
    form.problem(
      ['type'],
      'INTERACTION_CALLBACK_TYPE_INVALID',
      `Interaction callback type ${type} is not valid for this interaction (${sort})`,
    );
}

/** The choices of one autocomplete: at most 25, with values of the option's own type. */
export function checkChoices(data: unknown, optionType: number, form: Form): void {
  const value = optionType === 3 ? text({ min: 1, max: 100 }) : optionType === 4 ? integer() : number;
  const choice = object({
    name: required(text({ min: 1, max: 100 })),
    name_localizations: object({}),
    value: required(value),
  });
  required(object({ choices: required(list(choice, { max: 25 })) }))(data, ['data'], form);
}

const textInput = object({
  type: integer(),
  id: integer(),
  custom_id: customId,
  style: required(oneOf(1, 2)),
  label: text({ min: 1, max: 45 }),
  min_length: integer({ min: 0, max: 4000 }),
  max_length: integer({ min: 1, max: 4000 }),
  required: boolean,
  value: text({ max: 4000 }),
  placeholder: text({ max: 100 }),
});
const inputRow = object({
  type: integer(),
  id: integer(),
  components: required(list(byType({ [ComponentKind.textInput]: textInput }), { min: 1, max: 1 })),
});
const label = object({
  type: integer(),
  id: integer(),
  label: required(text({ min: 1, max: 45 })),
  description: text({ max: 100 }),
  component: required(byType({ [ComponentKind.textInput]: textInput, ...selects })),
});
const modalPart: Rule = byType({
  [ComponentKind.row]: inputRow,
  [ComponentKind.textDisplay]: textDisplay,
  [ComponentKind.label]: label,
});

export function checkModal(data: unknown, form: Form): void {
  const modal = object({
    custom_id: customId,
    title: required(text({ min: 1, max: 45 })),
    components: required(list(modalPart, { min: 1, max: 5 })),
  });
  required(modal)(data, ['data'], form);
  if (isFields(data)) checkUnique(data.components, ['data', 'components'], form);
}
