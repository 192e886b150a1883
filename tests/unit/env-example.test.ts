import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { root } from '../support/sources.ts';

const read = (name: string) => readFileSync(join(root, name), 'utf8');

/** The settings that src/config.ts reads, in its order. */
const settings = [...read('src/config.ts').matchAll(/^ {4}([A-Z0-9_]+): /gm)].map(([, name]) => name!);
const example = parseEnv(read('.env.example'));

test('.env.example lists every setting and no other', () => {
  expect(settings).toContain('DATABASE_URL');
  expect(Object.keys(example).toSorted()).toEqual(settings.toSorted());
});

test('.env.example shows the defaults', () => {
  expect(parseConfig(example)).toEqual(parseConfig({}));
});

test('README.md describes every setting', () => {
  const readme = read('README.md');

  expect(settings.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
});
