import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, formatMoneyPlain, parseMoney } from '../../../src/formats/money.ts';

const spaces = /[\u00a0\u202f]/g;

test.each([
  [120000, '1·200·₽'],
  [150050, '1·500,50·₽'],
  [5, '0,05·₽'],
  [0, '0·₽'],
  [100, '1·₽'],
  [123456700, '1·234·567·₽'],
  [-9300000, '−93·000·₽'],
])('%i kopecks are written %s in Russian, with spaces that never break', (minor, text) => {
  expect(formatMoney(minor, 'RUB', 'ru').replace(spaces, '·')).toBe(text);
});

test.each([
  [120000, '1,200·₽'],
  [150050, '1,500.50·₽'],
  [-9300000, '−93,000·₽'],
])('%i kopecks are written %s in English, with the sign behind', (minor, text) => {
  expect(formatMoney(minor, 'RUB', 'en').replace(spaces, '·')).toBe(text);
});

test('another currency keeps the place of its sign in each language', () => {
  expect(formatMoney(120000, 'EUR', 'en')).toBe('€1,200');
  expect(formatMoney(120000, 'EUR', 'ru').replace(spaces, '·')).toBe('1·200·€');
});

test('the largest sums lose no kopeck', () => {
  expect(formatMoneyPlain(Number.MAX_SAFE_INTEGER, 'en')).toBe('90071992547409.91');
  expect(formatMoney(Number.MAX_SAFE_INTEGER, 'RUB', 'en')).toContain('90,071,992,547,409.91');
});

test.each([
  [150050, '1500,50', '1500.50'],
  [0, '0,00', '0.00'],
  [-5, '-0,05', '-0.05'],
  [-15000, '-150,00', '-150.00'],
])('%i in a table is %s in Russian and %s in English', (minor, ru, en) => {
  expect(formatMoneyPlain(minor, 'ru')).toBe(ru);
  expect(formatMoneyPlain(minor, 'en')).toBe(en);
});

test.each([
  ['1500', 150000],
  ['1500,50', 150050],
  ['1500.5', 150050],
  ['1 500.5', 150050],
  ['1\u00a0500,05', 150005],
  ['1\u202f234\u2009567', 123456700],
  ['  0 ', 0],
  ['0,01', 1],
  ['007', 700],
  ['90071992547409,91', Number.MAX_SAFE_INTEGER],
])('«%s» typed is %i kopecks', (text, minor) => {
  expect(parseMoney(text)).toBe(minor);
});

test.each([
  '',
  ' ',
  '-5',
  '−5',
  '+5',
  '1,505',
  '1,200',
  '1.200,50',
  '1e5',
  '0x10',
  'NaN',
  'Infinity',
  '12 00',
  '1  500',
  '5 ₽',
  ',5',
  '5,',
  '٥',
  '<b>',
  '90071992547409,92',
  '9'.repeat(400),
])('«%s» is not a sum', (text) => {
  expect(parseMoney(text)).toBeNull();
});

test('what is printed for a table or a person can be typed again', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.constantFrom('ru' as const, 'en' as const), (minor, locale) => {
      expect(parseMoney(formatMoneyPlain(minor, locale))).toBe(minor);
      expect(parseMoney(formatMoney(minor, 'RUB', 'ru').replace('₽', ''))).toBe(minor);
    }),
  );
});
