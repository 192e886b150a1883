import { categoryBars, groupedBars, lines } from '../../formats/charts/index.ts';
import type { Chart } from '../../formats/charts/index.ts';
import { formatShortNumber } from '../../formats/short-number.ts';
import { slotLabels } from '../../formats/time-slots.ts';
import type { ChartKind, FigureColumn, OwnChoices, OwnGrouping, OwnType } from '../../policies/own-reports.ts';
import type { Words } from '../formatter.ts';
import { columnLabel, kindOf, spoken } from './columns.ts';
import { groupName, monthName } from './groups.ts';
import type { ShownGroup } from './groups.ts';

/** A picture of a report with its heading. */
export interface OwnChart {
  caption: string;
  chart: Chart;
}

/** What is drawn: the values of one kind for each of the labels. */
interface Drawing {
  labels: string[];
  /** Below the axis, where months are shorter. */
  ticks: string[];
  measures: { column: FigureColumn; label: string; values: (number | null)[] }[];
  /** Whether they follow each other in time, and whether by month. */
  isTime: boolean;
  hasMonths: boolean;
  /** How many rows there are without a place in the picture. */
  left: number;
}

/** More names would not be read. */
const MOST = 30;
const MOST_MONTHS = 60;

/** What a report is looked at for, the most telling first. */
const favourites: Record<OwnType, FigureColumn[][]> = {
  attendance: [['attendance'], ['fill']],
  finance: [
    ['billed', 'expenses', 'profit'],
    ['expected', 'refunded'],
  ],
  visitors: [['registrations']],
};

type Choices = Pick<OwnChoices, 'type' | 'groupBy' | 'columns' | 'chart'>;

/** The picture of a report on groups; null where none was chosen, or one number alone would be no picture. */
export function groupsChart(choices: Choices, rows: readonly ShownGroup[], words: Words): OwnChart | null {
  const { type, groupBy, chart } = choices;
  if (chart === 'none' || groupBy === 'none' || rows.length === 0) return null;
  const columns = choices.columns as readonly FigureColumn[];
  const telling = favourites[type].find((group) => group.some((column) => columns.includes(column)));
  const measures = telling?.filter((column) => columns.includes(column)) ?? columns.slice(0, 1);
  const drawing = drawingOf(rows, measures, groupBy, words);
  return drawing.labels.length > 0 ? draw(chart, drawing, words) : null;
}

/** The picture of a report on people: how many are in which status. */
export function statusChart(
  kind: ChartKind,
  totals: Readonly<Record<string, number | string>>,
  statuses: readonly string[],
  words: Words,
): OwnChart | null {
  const shown = statuses.filter((status) => Number(totals[status]) > 0);
  if (kind === 'none' || shown.length === 0) return null;
  const labels = shown.map((status) => words.t(`shared:status.${status}`));
  const label = words.t('own-reports:chart.by_status');
  const values = shown.map((status) => Number(totals[status]));
  return draw(
    kind,
    { labels, ticks: labels, measures: [{ column: 'registrations', label, values }], isTime: false, hasMonths: false, left: 0 },
    words,
  );
}

function drawingOf(rows: readonly ShownGroup[], columns: readonly FigureColumn[], groupBy: OwnGrouping, words: Words): Drawing {
  const known = rows.filter((row) => columns.some((column) => row[column] !== null));
  const slots = groupBy === 'month' ? everyMonth(rows.map(({ key }) => key!)).slice(-MOST_MONTHS) : null;
  const shown: (ShownGroup | string)[] = slots ? slots.map((month) => rows.find(({ key }) => key === month) ?? month) : known.slice(-MOST);
  const labels = shown.map((row) => (typeof row === 'string' ? monthName(row, words.locale) : groupName(row, groupBy, words)));
  return {
    labels,
    ticks: slots ? slotLabels({ unit: 'month', starts: slots.map((month) => `${month}-01`) }, words.locale) : labels,
    measures: columns.map((column) => ({
      column,
      label: columnLabel(column, words),
      values: shown.map((row) => (typeof row === 'string' ? (kindOf(column) === 'percent' ? null : 0) : row[column])),
    })),
    isTime: groupBy === 'month' || groupBy === 'event',
    hasMonths: groupBy === 'month',
    left: (slots ? rows : known).length - shown.filter((row) => typeof row !== 'string').length,
  };
}

/** All months from the first to the last: time without events is time too. */
function everyMonth(months: readonly string[]): string[] {
  const [first, last] = [months[0]!, months.at(-1)!].map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1);
  return Array.from({ length: last! - first! + 1 }, (_, index) => {
    const month = first! + index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

function draw(kind: Exclude<ChartKind, 'none'>, drawing: Drawing, words: Words): OwnChart {
  const { t, fmt } = words;
  const { labels, measures, left } = drawing;
  const title = measures.map(({ label }) => label).join(', ');
  const caption =
    left > 0 ? t('own-reports:chart.last', { title, number: fmt.number(labels.length), all: fmt.number(labels.length + left) }) : title;
  const summary = labels
    .slice(0, 5)
    .map((label, index) => `${label} ${spokenAt(drawing, 0, index, words)}`)
    .join(', ');
  const description = t('own-reports:chart.description', { caption, summary });
  return { caption, chart: kind === 'bars' ? bars(drawing, description, words) : axes(kind, drawing, description, words) };
}

const spokenAt = ({ measures }: Drawing, measure: number, index: number, words: Words): string =>
  spoken(kindOf(measures[measure]!.column), measures[measure]!.values[index] ?? null, words);

function bars(drawing: Drawing, description: string, words: Words): Chart {
  const categories = drawing.labels.map((label, index) => ({
    label,
    values: drawing.measures.map(({ column, values }, measure) => ({
      value: values[index] ?? 0,
      text: spokenAt(drawing, measure, index, words),
      ...(kindOf(column) === 'percent' ? { of: 1 } : {}),
    })),
  }));
  return categoryBars(categories, { description, series: drawing.measures.map(({ label }) => ({ label })) });
}

/** A line joins what follows in time; anything else gets columns. */
function axes(kind: 'columns' | 'line', { ticks, measures, isTime, hasMonths }: Drawing, description: string, words: Words): Chart {
  const unit = kindOf(measures[0]!.column);
  const format = (value: number) => spoken(unit, value, words);
  const tick = (value: number) =>
    unit === 'percent' ? format(value) : formatShortNumber(unit === 'money' ? value / 100 : value, words.locale);
  const picture = { labels: ticks, series: measures, description, format, tick };
  return kind === 'line' && isTime ? lines(picture) : groupedBars({ ...picture, isTime: hasMonths });
}
