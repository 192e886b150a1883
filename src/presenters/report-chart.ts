import { categoryBars, groupedBars, lines, shareBar, timeBars } from '../formats/charts/index.ts';
import type { Chart, Series } from '../formats/charts/index.ts';
import { slotLabels, slotPeriod, slotsPeriod } from '../formats/time-slots.ts';
import type { SlotUnit } from '../formats/time-slots.ts';
import type { Words } from './formatter.ts';

/** A picture of a report, with the same numbers as a table where the picture does not say them itself. */
export interface ReportChart {
  caption: string;
  chart: Chart;
  numbers: NumberTable | null;
  /** What stands on paper instead, where there is less room; null for nothing. */
  onPaper?: { caption: string; chart: Chart } | null;
}

interface NumberTable {
  columns: string[];
  rows: string[][];
}

interface Slot {
  unit: SlotUnit;
  start: string;
}

/** Values over time, one for each slot. */
export interface TimeChart {
  slots: readonly Slot[];
  series: readonly Series[];
  /** What it is about, without its time: «Регистрации по дням». */
  title: string;
  /** What there is to see, beside the caption. */
  summary: string;
  format: (value: number) => string;
  tick?: (value: number) => string;
}

/** One series as bars; with the period before as a second one they are lines. */
export function barsOverTime(content: TimeChart, words: Words): ReportChart {
  const shown = described(content, words);
  const [series, before] = content.series;
  if (!series) throw new TypeError('A chart needs a series');
  const bars = slotWords(content.slots, words).map((period, index) => {
    const value = series.values[index] ?? 0;
    return { label: shown.labels[index]!, value, title: `${period}: ${content.format(value)}` };
  });
  return { ...shown.figure, chart: before ? lines(shown.options) : timeBars(bars, shown.options) };
}

/** Several series side by side. */
export function groupsOverTime(content: TimeChart, words: Words): ReportChart {
  const { figure, options } = described(content, words);
  return { ...figure, chart: groupedBars(options) };
}

/** How a share develops. */
export function linesOverTime(content: TimeChart, words: Words): ReportChart {
  const { figure, options } = described(content, words);
  return { ...figure, chart: lines(options) };
}

function described({ slots, series, title, summary, format, tick = format }: TimeChart, words: Words) {
  const { t, locale } = words;
  const { unit } = slots[0] ?? { unit: 'day' as const };
  const all = { unit, starts: slots.map(({ start }) => start) };
  const caption = t('charts:caption', { title, period: slotsPeriod(all, locale) });
  const labels = slotLabels(all, locale);
  const rows = slotWords(slots, words).map((period, index) => [period, ...series.map(({ values }) => numberCell(values[index], format))]);
  const numbers = { columns: [t(`charts:unit.${unit}`), ...series.map(({ label }) => label)], rows };
  const description = t('charts:description', { caption, summary });
  return { figure: { caption, numbers }, labels, options: { labels, series, description, format, tick } };
}

const numberCell = (value: number | null | undefined, format: (value: number) => string): string => (value == null ? '–' : format(value));

const slotWords = (slots: readonly Slot[], { locale }: Words): string[] => slots.map(({ unit, start }) => slotPeriod(unit, start, locale));

/** Parts of a whole; those that are nothing are left out. */
export function shares(
  caption: string,
  parts: readonly { label: string; value: number; paint?: Series['paint'] }[],
  { t, fmt }: Words,
): ReportChart {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const shown = parts
    .filter(({ value }) => value > 0)
    .map((part) => ({
      ...part,
      text: t('charts:share', { number: fmt.number(part.value), percent: fmt.number(Math.round((part.value / total) * 100)) }),
    }));
  const summary = shown.map(({ label, text }) => `${label} ${text}`).join(', ');
  return { caption, chart: shareBar(shown, { description: t('charts:description', { caption, summary }) }), numbers: null };
}

/** Bars by name, with their numbers beside them. */
export function namedBars(
  caption: string,
  summary: string,
  categories: Parameters<typeof categoryBars>[0],
  series: string[],
  { t }: Words,
): ReportChart {
  const description = t('charts:description', { caption, summary });
  return { caption, chart: categoryBars(categories, { description, series: series.map((label) => ({ label })) }), numbers: null };
}
