import { expect, test } from 'vitest';
import { formatPhone, parsePhone } from '../../../src/formats/phone.ts';

test.each(['+79162041833', '8 916 204-18-33', '8 (916) 204 18 33', '9162041833', '79162041833', ' +7 916 204–18–33 '])(
  '«%s» is a Russian number',
  (text) => {
    expect(parsePhone(text)).toBe('+79162041833');
  },
);

test('a number of another country needs its plus, or that country as the usual one', () => {
  expect(parsePhone('+375 29 123-45-67')).toBe('+375291234567');
  expect(parsePhone('029 123-45-67', 'BY')).toBe('+375291234567');
});

test('a number of the right length is believed, even in a block that the tables do not know', () => {
  expect(parsePhone('+7 200 000-00-00')).toBe('+72000000000');
});

test.each([
  '',
  '12',
  '204-18-33',
  '+7916204183',
  '+791620418333',
  'телефон',
  '=cmd()',
  'звоните +79162041833',
  '8 916 204-18-33 доб. 5',
  '+000000000000',
  '<b>1</b>',
  '\u0000',
])('«%s» is no number', (text) => {
  expect(parsePhone(text)).toBeNull();
});

test.each([
  ['+79162041833', '+7 916 204-18-33'],
  ['+375291234567', '+375 29 123 45 67'],
  ['+12125551234', '+1 212 555 1234'],
  ['no number', 'no number'],
  ['', ''],
])('%s is shown as %s', (e164, text) => {
  expect(formatPhone(e164)).toBe(text);
});
