import { describe, expect, test } from 'vitest';
import { translator } from '../../../src/i18n.ts';
import { formatter } from '../../../src/presenters/formatter.ts';
import { shortName } from '../../../src/presenters/ratings/names.ts';
import { reliabilityWords } from '../../../src/presenters/ratings/reliability.ts';

const words = { t: translator('ru'), locale: 'ru' as const, fmt: formatter('ru') };
const nothing = { attended: 0, missed: 0, late: 0, ratings: 0, stars: 0 };

describe('how far one can rely on somebody', () => {
  test('is a share of the events that are over, with what it is made of', () => {
    const shown = reliabilityWords({ attended: 31, missed: 2, late: 1, ratings: 23, stars: 113 }, words);

    expect(shown).toMatchObject({ isKnown: true, isGood: true, text: 'Приходит: 31 из 34' });
    expect(shown.reasons).toEqual([
      '31 участие отмечено',
      '2 неявки без предупреждения',
      '1 отмена в последние сутки',
      '23 оценки организаторов, в среднем 4,9',
    ]);
  });

  test.each([
    [{ ...nothing }, false, false],
    [{ ...nothing, attended: 2 }, false, false],
    [{ ...nothing, attended: 3 }, true, true],
    [{ ...nothing, attended: 1, missed: 2 }, true, false],
  ])('of %j is known: %s, good: %s', (figures, isKnown, isGood) => {
    expect(reliabilityWords(figures, words)).toMatchObject({ isKnown, isGood });
  });

  test('says so while there is too little', () => {
    expect(reliabilityWords(nothing, words)).toMatchObject({ text: 'Пока мало данных', reasons: ['Прошедших мероприятий ещё не было'] });
  });
});

test.each([
  ['Ольга', 'Дёмина', 'Ольга Д.'],
  ['Ольга', 'дёмина', 'Ольга Д.'],
  ['Ольга', ' ', 'Ольга'],
  ['Юки', '𠮷田', 'Юки 𠮷.'],
])('%s %s is shortened to %s', (firstName, lastName, short) => {
  expect(shortName({ firstName, lastName })).toBe(short);
});
