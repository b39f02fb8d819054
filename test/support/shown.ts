/** An example in the docs against what is real. */
import { expect } from 'vitest';

/** Compares with what is shown: fields and later list items may be left out, and `…` ends a text that goes on. */
export function expectShown(shown: unknown, real: unknown, at: string): void {
  if (typeof shown === 'string' && shown.endsWith('…')) {
    expect(String(real).startsWith(shown.slice(0, -1)), `${at}: ${real}`).toBe(true);
  } else if (typeof shown === 'object' && shown !== null) {
    expect(Array.isArray(real), at).toBe(Array.isArray(shown));
    for (const [key, value] of Object.entries(shown)) {
      expectShown(value, (real as Record<string, unknown>)[key], `${at}.${key}`);
    }
  } else {
    expect(real, at).toEqual(shown);
  }
}
