import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { compileView } from '../../src/views.ts';
import { root, sources } from '../support/sources.ts';

const views = sources('views', '.ejs').map((view) => ({ ...view, name: view.path.slice('views/'.length, -'.ejs'.length) }));
const pages = views.filter(({ name }) => !name.startsWith('mail/'));

const tagsOfEjs = /<%[\s\S]*?%>/g;
const tagsOfHtml = /<[^>]*>/g;
const entities = /&(#\d+|\w+);/g;

/** Where a pattern is found, as path:line. */
function places(text: string, path: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((found) => `${path}:${text.slice(0, found.index).split('\n').length} ${found[0].trim()}`);
}

/** EJS cut out, line breaks kept. */
const markupOf = (text: string) => text.replace(tagsOfEjs, (tag) => tag.replace(/[^\n]/g, ''));

test('there are views to look at', () => {
  expect(views.length).toBeGreaterThan(40);
});

test.each(views)('$path says its locals in the first line and compiles', ({ name }) => {
  expect(compileView(name)).toBeTypeOf('function');
});

test.each(views)('$path includes only views that exist', ({ path, text }) => {
  const included = [...text.matchAll(/\binclude\('([^']+)'/g)].map(([, name]) => name!);

  expect(included.filter((name) => !existsSync(join(root, dirname(path), `${name}.ejs`)))).toEqual([]);
});

test.each(views)(
  '$path puts out unescaped only what is safe already: a view, the body, our own drawing, cleaned Markdown',
  ({ path, text }) => {
    expect(places(text, path, /<%-(?!\s*(include\(|body\b|svg\(|prose\())[^%]*%>/g)).toEqual([]);
  },
);

test.each(pages)('$path has no inline style, script or handler, which the content security policy refuses', ({ path, text }) => {
  const markup = markupOf(text);
  const inline = [/<style\b/gi, /<script\b(?![^>]*\bsrc=)[^>]*>/gi, /\sstyle\s*=/gi, /\son[a-z]+\s*=/gi, /javascript:/gi];

  expect(inline.flatMap((pattern) => places(markup, path, pattern))).toEqual([]);
});

test.each(views)('$path takes its words from src/locales', ({ path, text }) => {
  const spoken = markupOf(text)
    .replace(tagsOfHtml, (tag) => tag.replace(/[^\n]/g, ''))
    .replace(entities, '');
  const attributes = places(markupOf(text), path, /\s(alt|title|placeholder|aria-label)="[^"]*\p{L}[^"]*"/gu);

  expect([...places(spoken, path, /[^\n]*\p{L}[^\n]*/gu), ...attributes]).toEqual([]);
});
