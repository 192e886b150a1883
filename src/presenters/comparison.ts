import type { PeriodBefore } from '../formats/period-before.ts';
import type { Words } from './formatter.ts';

/** A period in a sentence: «в октябре» and «к октябрю», both without their first word where the text has it. */
export interface PeriodWords {
  /** «чем …» */
  than: string;
  /** «к …» */
  to: string;
}

/** A number beside the same number of the period before, in words; whether that is good news is told by the colour too. */
export interface Comparison {
  note: string;
  trend?: 'up' | 'down';
}

/** More than so many percent are no help. */
const MOST_PERCENT = 999;

export function periodWords({ from, unit, length }: Pick<PeriodBefore, 'from' | 'unit' | 'length'>, { t }: Words): PeriodWords {
  const [year, month] = from.split('-').map(Number);
  if (unit === 'month' && length === 1) return { than: t(`comparison:month.in.${month}`), to: t(`comparison:month.to.${month}`) };
  if (unit === 'year' && length === 1) return { than: t('comparison:year.in', { year }), to: t('comparison:year.to', { year }) };
  return { than: t(`comparison:last_${unit}.in`, { count: length }), to: t(`comparison:last_${unit}.to`, { count: length }) };
}

/** «на 41 больше, чем в октябре» */
export function compareCounts(now: number, before: number, period: PeriodWords, words: Words): Comparison {
  const { t, fmt } = words;
  if (now === 0 && before === 0) return { note: '' };
  if (before === 0) return { note: t('comparison:none', { than: period.than }) };
  const value = fmt.number(Math.abs(now - before));
  if (now < before) return { note: t('comparison:fewer', { value, than: period.than }), trend: 'down' };
  return difference(now - before, value, period, words);
}

/** «+12 % к октябрю»; from nothing or from a loss there are no percents, so the sum is told. Of costs, more is bad news. */
export function compareMoney(now: number, before: number, period: PeriodWords, words: Words, { isCost = false } = {}): Comparison {
  const { t, fmt } = words;
  if (now === 0 && before === 0) return { note: '' };
  const percent = Math.round(((now - before) / before) * 100);
  if (before <= 0 || percent === 0 || Math.abs(percent) > MOST_PERCENT)
    return difference(now - before, fmt.money(Math.abs(now - before)), period, words, isCost);
  const change = (percent > 0 ? '+' : '−') + fmt.number(Math.abs(percent));
  return { note: t('comparison:percent', { change, to: period.to }), trend: trendOf(percent, isCost) };
}

/** «на 2 пункта меньше, чем в октябре», of shares in whole percents. */
export function comparePoints(now: number, before: number, period: PeriodWords, words: Words): Comparison {
  const { t, fmt } = words;
  const count = Math.abs(now - before);
  return difference(now - before, t('comparison:points', { count, number: fmt.number(count) }), period, words);
}

function difference(change: number, value: string, { than }: PeriodWords, { t }: Words, isCost = false): Comparison {
  if (change === 0) return { note: t('comparison:same', { than }) };
  return { note: t(change > 0 ? 'comparison:more' : 'comparison:less', { value, than }), trend: trendOf(change, isCost) };
}

const trendOf = (change: number, isCost: boolean): 'up' | 'down' => (change > 0 !== isCost ? 'up' : 'down');
