/** Buttons and menus of a reply, as Discord's data. */
import { type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js';
import { LIMITS, shorten } from './limits.ts';
import type { Row } from './reply.ts';
import { encodePress, type Press } from './view.ts';

export interface ButtonLook {
  label: string;
  /** A Unicode emoji before the label. */
  emoji?: string;
  disabled?: boolean;
  primary?: boolean;
}

/** A button that leads to a view. `slot` must be its own in the message. */
export function button(
  press: Press,
  slot: string,
  { label, emoji, disabled, primary }: ButtonLook,
): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
    custom_id: encodePress(press, slot),
    label: shorten(label, LIMITS.buttonLabel),
    ...(emoji !== undefined && { emoji: { name: emoji } }),
    ...(disabled && { disabled }),
  };
}

/** A button that opens an address of at most LIMITS.buttonUrl characters. */
export function linkButton(label: string, url: string): APIButtonComponent {
  return { type: ComponentType.Button, style: ButtonStyle.Link, label, url, emoji: { name: '🔗' } };
}

/** Rows of five; more than five rows are a mistake of the caller. */
export function inRows(buttons: readonly APIButtonComponent[]): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < buttons.length; i += LIMITS.buttonsInRow) {
    rows.push({ type: ComponentType.ActionRow, components: buttons.slice(i, i + LIMITS.buttonsInRow) });
  }
  return rows;
}

export interface PassageChoice {
  id: string;
  label: string;
  description: string;
}

/** A menu that opens one of the passages. */
export function passageMenu(placeholder: string, choices: readonly PassageChoice[]): Row {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: encodePress({ target: 'select' }, 'm'),
        placeholder: shorten(placeholder, LIMITS.optionText),
        options: choices.slice(0, LIMITS.selectOptions).map(({ id, label, description }) => ({
          value: id,
          label: shorten(label, LIMITS.optionText),
          description: shorten(description, LIMITS.optionText),
        })),
      },
    ],
  };
}
