import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { catalogueOf, LOCALES, textsFor } from '../../bot/i18n/i18n.ts';
import { projectRoot } from '../support/temporary.ts';

const en = catalogueOf('en');
const PLURAL = /_(one|few|many|other)$/;
const stems = (keys: readonly string[]) => new Set(keys.map((key) => key.replace(PLURAL, '')));
const isCounted = (stem: string) => `${stem}_other` in en;

/** Millions alone: where a catalogue leaves this out, it is said as of any other number. */
const OPTIONAL = 'many';

function expectedKeys(locale: string): string[] {
  const categories = new Intl.PluralRules(locale === 'en' ? 'en-GB' : locale)
    .resolvedOptions()
    .pluralCategories.filter((category) => category !== OPTIONAL || locale === 'ru');
  return [...stems(Object.keys(en))].flatMap((stem) =>
    isCounted(stem) ? categories.map((category) => `${stem}_${category}`) : [stem],
  );
}

const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

describe.each(LOCALES)('the catalogue of %s', (locale) => {
  const catalogue = catalogueOf(locale);

  it('has every key, in every plural of the language, and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual(expectedKeys(locale).sort());
    expect(Object.values(catalogue).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('fills in what English fills in', () => {
    for (const [key, text] of Object.entries(catalogue)) {
      const stem = key.replace(PLURAL, '');
      const english = en[stem] ?? `${en[`${stem}_one`]} ${en[`${stem}_other`]}`;
      const known = placeholders(english);
      // A number may be left to the words (“one of them”), and a single day names no end.
      for (const name of placeholders(text)) expect(known, `${key}: ${text}`).toContain(name);
      if (!PLURAL.test(key)) expect(placeholders(text), key).toEqual(known);
    }
  });

  it('keeps to Discord’s lengths and alphabets', () => {
    const { t } = textsFor(locale);
    for (const { kind, key, ...command } of COMMANDS) {
      const [name, description] = [t(`command.${key}.name`), t(`command.${key}.description`)];
      expect(name.length, name).toBeLessThanOrEqual(32);
      expect(description.length, description).toBeLessThanOrEqual(100);
      if (kind === 'slash') expect(name).toMatch(/^[-_'\p{L}\p{N}\p{M}]{1,32}$/u);
      expect(kind === 'slash' ? name : '').toBe(kind === 'slash' ? name.toLowerCase() : '');
      const options = 'options' in command ? command.options : [];
      const names = options.map((option) => t(`option.${option.key}.name`));
      expect(new Set(names).size, names.join()).toBe(names.length);
      for (const option of options) {
        expect(t(`option.${option.key}.name`)).toMatch(/^[-_'\p{L}\p{N}\p{M}]{1,32}$/u);
        expect(t(`option.${option.key}.description`).length).toBeLessThanOrEqual(100);
      }
    }
    for (const [key, text] of Object.entries(catalogue)) {
      const limit = key.startsWith('button.') || key.startsWith('settings.make') ? 80 : 1000;
      expect(text.length, key).toBeLessThanOrEqual(limit);
    }
    const slash = COMMANDS.filter(({ kind }) => kind === 'slash').map(({ key }) => t(`command.${key}.name`));
    expect(new Set(slash).size).toBe(slash.length);
  });
});

describe('the keys', () => {
  it('are all used', () => {
    const root = path.join(projectRoot, 'bot');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.includes('locales'),
    );
    const code = files.map((name) => readFileSync(path.join(root, name), 'utf8')).join('\n');
    const unused = [...stems(Object.keys(en))].filter((stem) => {
      const whole = stem.replace(/\.remedy$/, '');
      if (code.includes(`'${whole}'`)) return false;
      // Keys that are put together: `answer.verdict.${verdict}`.
      const families = [...whole.matchAll(/\./g)].map(({ index }) => `\`${whole.slice(0, index + 1)}\${`);
      return !families.some((family) => code.includes(family));
    });
    expect(unused).toEqual([]);
  });

  it('fall back to English for a language that has none', () => {
    expect(textsFor('pl').t('button.next')).toBe('Next');
    expect(textsFor('en-GB').locale).toBe('en');
    expect(textsFor('de').date('2019-02-18')).toBe('18. Februar 2019');
  });
});
