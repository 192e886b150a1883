import { readdirSync, readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import type { TFunction } from 'i18next';
import { config } from './config.ts';
import { nestQuotes } from './formats/quotes.ts';

export const locales = ['ru', 'en'] as const;
export type Locale = (typeof locales)[number];
export type Translate = TFunction;

const folder = new URL('./locales/', import.meta.url);

/** All texts of a language: one namespace for each file of src/locales/<language>. */
function loadTexts(locale: Locale): Record<string, object> {
  const files = readdirSync(new URL(`${locale}/`, folder)).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(new URL(`${locale}/${name}`, folder), 'utf8')) as object]),
  );
}

const instance = createInstance();
await instance.init({
  resources: Object.fromEntries(locales.map((locale) => [locale, loadTexts(locale)])),
  lng: config.defaultLocale,
  fallbackLng: false,
  supportedLngs: locales,
  defaultNS: 'shared',
  interpolation: { escapeValue: false },
  saveMissing: true,
  missingKeyHandler: (languages: readonly string[], namespace: string, key: string) => {
    if (!config.isProduction) throw new Error(`No text for ${namespace}:${key} in ${languages.join()}`);
  },
});

/** i18next takes its time even over a text without values, and a page has dozens of them. */
function remembering(t: Translate, finish: (text: string) => string): Translate {
  const known = new Map<string, string>();
  const remembered = (key: string, options?: Record<string, unknown>): string => {
    if (options !== undefined) return finish(t(key, options));
    const text = known.get(key) ?? t(key);
    if (known.size < 5000) known.set(key, text);
    return text;
  };
  return remembered as Translate;
}

const asIs = (text: string) => text;
const translators = new Map<Locale, Translate>(
  locales.map((locale) => [locale, remembering(instance.getFixedT(locale), locale === 'ru' ? nestQuotes : asIs)]),
);

/** The texts of a language: t('events:title'), t('events:seats', { count: 3 }). */
export function translator(locale: Locale): Translate {
  return translators.get(locale)!;
}

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);
