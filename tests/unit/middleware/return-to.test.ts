import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownPath } from '../../../src/middleware/return-to.ts';

test.each(['/visitors', '/events?q=лекция&page=2', '/events/7#seats', '/registrations/12?a=1'])('%s is a path of ours', (path) => {
  const url = new URL(path, 'http://site.test');
  expect(ownPath(path)).toBe(url.pathname + url.search + url.hash);
});

test.each([
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/events/..//evil.example',
  '/./\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' /events',
  'javascript:alert(1)',
  'events',
  '',
  undefined,
  null,
  7,
  ['/events', '/visitors'],
  `/${'a'.repeat(1001)}`,
])('%j leads home instead', (value) => {
  expect(ownPath(value)).toBe('/');
});

test('whatever is asked for, a browser stays on the site', () => {
  const parts = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '@',
    ':',
    '?',
    '#',
    '\t',
    'evil.example',
    'http:',
    'a',
    '\u0000',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 8 }), (list) => {
      expect(new URL(ownPath(list.join('')), 'https://site.test').host).toBe('site.test');
    }),
    { numRuns: 2000 },
  );
});
