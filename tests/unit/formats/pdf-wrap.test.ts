import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnWidths } from '../../../src/formats/pdf-columns.ts';
import { measureText } from '../../../src/formats/pdf-fonts.ts';
import type { TextStyle } from '../../../src/formats/pdf-fonts.ts';
import { fitLine, wrapText } from '../../../src/formats/pdf-wrap.ts';

const signs = (text: string): number => [...text].length;
const style: TextStyle = { face: 'regular', size: 10, colour: '#000000' };

test('words move to the next line whole', () => {
  expect(wrapText('Джаз на крыше: вечер стандартов', 16, signs)).toEqual(['Джаз на крыше:', 'вечер стандартов']);
});

test('only a word wider than the line is broken, after a sign of it where there is one', () => {
  expect(wrapText('почта константинополь@example.org', 16, signs)).toEqual(['почта', 'константинополь@', 'example.org']);
  expect(wrapText('абвгдежзиклмнопрст', 7, signs)).toEqual(['абвгдеж', 'зиклмно', 'прст']);
});

test('a sum keeps together, because its spaces never break', () => {
  expect(wrapText('стоит 1\u00a0200\u00a0₽', 9, signs)).toEqual(['стоит', '1\u00a0200\u00a0₽']);
});

test('no line is wider than asked and no letter gets lost', () => {
  const text = fc.string({ unit: fc.constantFrom('а', 'Я', 'w', '-', '.', '@', ' ', '\u00a0', '🎷'), maxLength: 80 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 30 }), (words, width) => {
      const lines = wrapText(words, width, signs);
      expect(Math.max(...lines.map(signs))).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
    }),
  );
});

test('a line that must be one ends in dots when it is cut', () => {
  expect(fitLine('Ноябрь 2026', 20, signs)).toBe('Ноябрь 2026');
  expect(fitLine('Ноябрь 2026', 8, signs)).toBe('Ноябрь…');
});

test('figures in columns of numbers have equal widths', () => {
  const width = (text: string, figures: boolean): number => measureText(text, { ...style, figures });
  expect(width('1111', true)).toBeCloseTo(width('8888', true));
  expect(width('1111', false)).toBeLessThan(width('8888', false));
});

test('columns fill the page, and short ones do not suffer from a long title', () => {
  const column = (weight: number, ...usual: string[]): { weight: number; firm: string[]; usual: string[] } => ({
    weight,
    firm: ['Да'],
    usual,
  });
  const title = 'Камерный вечер «Времена года» и другие сочинения для струнного оркестра с солистами и хором';
  const widths = columnWidths([column(1, title), column(1, '28 ноября'), column(1, '81 600')], 300, style, 10);
  expect(widths.reduce((sum, width) => sum + width)).toBeCloseTo(300);
  expect(widths[1]).toBeCloseTo(measureText('28 ноября', style) + 10);
  expect(widths[2]).toBeCloseTo(measureText('81 600', style) + 10);
});

test('one endless word takes only what the other columns leave', () => {
  const word = 'х'.repeat(300);
  const widths = columnWidths(
    [
      { weight: 1, firm: [], usual: [word] },
      { weight: 1, firm: ['Регистраций'], usual: [] },
    ],
    300,
    style,
    10,
  );
  expect(widths[1]).toBeCloseTo(measureText('Регистраций', style) + 10);
  expect(widths[0]! + widths[1]!).toBeCloseTo(300);
});
