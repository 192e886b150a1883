import { expect, test } from 'vitest';
import { nestQuotes } from '../../../src/formats/quotes.ts';
import { translator } from '../../../src/i18n.ts';

test.each([
  ['Мероприятие «Киноклуб: «Сталкер» и разговор»', 'Мероприятие «Киноклуб: „Сталкер“ и разговор»'],
  ['«Клуб «А»» и «Клуб «Б»»', '«Клуб „А“» и «Клуб „Б“»'],
  ['«Раз» и «два»', '«Раз» и «два»'],
  ['Без кавычек', 'Без кавычек'],
  ['Стрелка » одна', 'Стрелка » одна'],
])('%s', (typed, shown) => {
  expect(nestQuotes(typed)).toBe(shown);
});

test('a title in quotes stands in a text with quotes as Russian wants it, and is left alone in English', () => {
  const title = 'Киноклуб: «Сталкер»';

  expect(translator('ru')('events:flash.deleted', { title })).toContain('„Сталкер“');
  expect(translator('en')('events:flash.deleted', { title })).toContain('«Сталкер»');
});
