/** Walks the components of a message: what is inside what, and the limits that hold over all of them. */
import { ComponentKind } from './component-rules.ts';
import { duplicates, type Fields, type Form, isFields, listOf, type Path } from './form.ts';

export interface Placed {
  readonly component: Fields;
  readonly at: Path;
}

/** Every component, nested ones too, in reading order. */
export const flatten = (components: unknown, at: Path = []): Placed[] =>
  listOf(components).flatMap((component, index) => walk(component, [...at, index]));

function walk(component: unknown, at: Path): Placed[] {
  if (!isFields(component)) return [];
  return [
    { component, at },
    ...flatten(component.components, [...at, 'components']),
    ...walk(component.accessory, [...at, 'accessory']),
    ...walk(component.component, [...at, 'component']),
  ];
}

export const textDisplays = (components: unknown): string[] =>
  flatten(components)
    .map(({ component }) => component)
    .filter((component) => component.type === ComponentKind.textDisplay)
    .map((component) => String(component.content ?? ''));

/** custom_id and id are unique in a message. */
export function checkUnique(components: unknown, at: Path, form: Form): void {
  const placed = flatten(components, at);
  duplicates(
    placed.map(({ component, at }) => ({ at: [...at, 'custom_id'], value: component.custom_id })),
    (path) =>
      form.problem(path, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
  );
  duplicates(
    placed.map(({ component, at }) => ({
      at: [...at, 'id'],
      value: component.id === 0 ? null : component.id,
    })),
    (path) => form.problem(path, 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated'),
  );
}

/** Components V2: at most 40 components, and 4,000 characters in all text displays together. */
export function checkBudget(components: unknown, at: Path, form: Form): void {
  const count = flatten(components).length;
  if (count > 40)
    form.problem(
      at,
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      'The maximum number of total components is 40',
    );
  const characters = textDisplays(components).reduce((sum, content) => sum + content.trim().length, 0);
  if (characters > 4000)
    form.problem(
      at,
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      'The maximum size of displayable text is 4000',
    );
}
