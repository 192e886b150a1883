import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sources, withoutComments } from '../support/sources.ts';

type Texts = Map<string, string>;

const plural = /_(zero|one|two|few|many|other)$/;
const forms = { ru: ['few', 'many', 'one', 'other'], en: ['one', 'other'] };

/** All texts of a language by namespace:key, as t() takes it. */
function textsOf(locale: 'ru' | 'en'): Texts {
  const files = sources(`src/locales/${locale}`, '.json');
  return new Map(files.flatMap(({ path, text }) => flatten(`${basename(path, '.json')}:`, JSON.parse(text) as object)));
}

function flatten(prefix: string, texts: object): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? flatten(`${prefix}${key}.`, value) : [[prefix + key, String(value)] as [string, string]],
  );
}

/** Keys that come in forms for a number, with those forms: several that differ in the suffix only. */
function pluralsOf(texts: Texts): Map<string, string[]> {
  const groups = Map.groupBy(
    [...texts.keys()].filter((key) => plural.test(key)),
    (key) => key.replace(plural, ''),
  );
  const isPlural = (keys: string[]) => keys.length > 1;
  return new Map([...groups].filter(([, keys]) => isPlural(keys)).map(([base, keys]) => [base, keys.map((key) => plural.exec(key)![1]!)]));
}

/** Keys as the code says them: without the forms for a number. */
function spokenKeys(texts: Texts): string[] {
  const plurals = pluralsOf(texts);
  return [...new Set([...texts.keys()].map((key) => (plurals.has(key.replace(plural, '')) ? key.replace(plural, '') : key)))].toSorted();
}

/** What a key's texts fill in. */
function variablesOf(texts: Texts, spoken: string): string[] {
  const own = [...texts].filter(([key]) => key === spoken || key.replace(plural, '') === spoken);
  return [...new Set(own.flatMap(([, text]) => [...text.matchAll(/\{\{-?\s*(\w+)/g)].map(([, name]) => name!)))].toSorted();
}

const ru = textsOf('ru');
const en = textsOf('en');

test('Russian and English have the same texts', () => {
  expect(spokenKeys(en)).toEqual(spokenKeys(ru));
  expect(spokenKeys(ru).length).toBeGreaterThan(100);
});

test('a text fills in the same values in both languages', () => {
  const inBoth = spokenKeys(ru).filter((key) => spokenKeys(en).includes(key));
  const variables = (texts: Texts) => Object.fromEntries(inBoth.map((key) => [key, variablesOf(texts, key)]));

  expect(variables(en)).toEqual(variables(ru));
});

describe.each([
  { locale: 'ru' as const, texts: ru },
  { locale: 'en' as const, texts: en },
])('in $locale', ({ locale, texts }) => {
  test('a text with a number has every form that the language needs', () => {
    const incomplete = [...pluralsOf(texts)].filter(
      ([, found]) =>
        found
          .filter((form) => form !== 'zero')
          .toSorted()
          .join() !== forms[locale].join(),
    );

    expect(incomplete).toEqual([]);
  });

  test('no text is empty, and quotes, dashes and dots are typographic', () => {
    const careless = [...texts].filter(([, text]) => text.trim() === '' || /"| - |\.\.\.|''|(?<=\p{L})'(?=\p{L})/u.test(text));

    expect(careless).toEqual([]);
  });

  test('an error does not shout', () => {
    expect([...texts].filter(([key, text]) => /^(errors|forms):/.test(key) && text.includes('!'))).toEqual([]);
  });
});

const code = [...sources('src', '.ts'), ...sources('views', '.ejs')].map(({ path, text }) => ({ path, text: withoutComments(text) }));

test('every text that the code names exists', () => {
  const known = new Set(spokenKeys(ru).flatMap((key) => [key, ...groupsOf(key)]));
  const isKnown = (key: string) => known.has(key.includes(':') ? key : `shared:${key}`);
  const named = code.flatMap(({ path, text }) => [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => ({ path, key: key! })));

  expect(named.filter(({ key }) => !isKnown(key))).toEqual([]);
  expect(named.length).toBeGreaterThan(50);
});

/** pages:about.parts.0.title is part of pages:about.parts.0, pages:about.parts and pages:about. */
const groupsOf = (key: string) => [...key.matchAll(/\./g)].map(({ index }) => key.slice(0, index));

test('every text is named in the code', () => {
  const all = code.map(({ text }) => text).join('\n');
  const words = new Set([...all.matchAll(/\w+(?:-\w+)*/g), ...all.matchAll(/\w+/g)].map(([word]) => word));
  const isNamed = (word: string) => /^\d+$/.test(word) || words.has(word) || isComposed(word, all);

  expect(spokenKeys(ru).filter((key) => !key.split(/[:.]/).every(isNamed))).toEqual([]);
});

/** `${role}_hint` and `hint_${role}` name every text that ends or begins so. */
function isComposed(word: string, all: string): boolean {
  const cuts = [...word.matchAll(/_/g)].map(({ index }) => index);
  return cuts.some((cut) => all.includes(`}${word.slice(cut)}\``) || all.includes(`${word.slice(0, cut + 1)}\${`));
}

test('no Russian word stands in the code: texts live in src/locales, words for machines in formats and demo data', () => {
  const mayHave = /^src\/(formats|services\/demo)\/|^src\/config\.ts$/;
  const found = sources('src', '.ts')
    .filter(({ path }) => !mayHave.test(path))
    .flatMap(({ path, text }) =>
      withoutComments(text)
        .split('\n')
        .flatMap((line, index) => (/\p{Script=Cyrillic}/u.test(line) ? `${path}:${index + 1} ${line.trim()}` : [])),
    );

  expect(found).toEqual([]);
});
