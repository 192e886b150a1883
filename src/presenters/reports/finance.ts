import { isoInZone } from '../../formats/dates.ts';
import { eventState } from '../events.ts';
import type { Words } from '../formatter.ts';
import { csvMoneyColumns, moneyColumns, unbroken } from './sheet.ts';
import type { CsvSheetColumn, Sheet, Stat } from './sheet.ts';

type Money = Record<'seatsTaken' | 'seatLimit' | 'expected' | 'billed' | 'refunded' | 'expenses' | 'profit', number>;

/** As much of an event as the report on money shows. Amounts are in minor units. */
interface ShownEvent extends Money {
  id: number;
  title: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  status: string;
}

type ShownTotals = Money & { events: number };

const sums = ['expected', 'billed', 'refunded', 'expenses', 'profit'] as const;

/** The report on what events bring and cost. */
export function financeSheet(words: Words, now = new Date()): Sheet<ShownEvent, ShownTotals> {
  const { t, fmt } = words;
  const seats = ({ seatsTaken, seatLimit }: Money) =>
    unbroken(t('reports:seats', { taken: fmt.number(seatsTaken), limit: fmt.number(seatLimit) }));
  return {
    stats: (totals) => financeStats(words, totals),
    columns: [
      {
        label: t('reports:column.event'),
        align: 'left',
        width: 3,
        kind: 'heading',
        cell: (row) => ({ text: row.title, href: `/events/${row.id}` }),
      },
      {
        label: t('reports:column.date'),
        align: 'left',
        width: 1,
        cell: (row) => ({ text: unbroken(fmt.date(row.startAt, row.timeZone)) }),
      },
      { label: t('reports:column.status'), align: 'left', width: 1, cell: (row) => ({ text: t(`events:state.${eventState(row, now)}`) }) },
      { label: t('reports:column.seats'), align: 'right', width: 1, cell: (row) => ({ text: seats(row) }), total: seats },
      ...moneyColumns(words)(...sums),
    ],
    isEmpty: (totals) => totals.events === 0,
  };
}

function financeStats({ t, fmt }: Words, { expected, billed, refunded, expenses, profit }: ShownTotals): Stat[] {
  const income = billed - refunded;
  const share = fmt.number(Math.round((profit / income) * 1000) / 10);
  return [
    { label: t('reports:stat.expected'), value: fmt.money(expected) },
    { label: t('reports:stat.billed'), value: fmt.money(billed), note: t('reports:stat.of_it_refunded', { sum: fmt.money(refunded) }) },
    { label: t('reports:stat.expenses'), value: fmt.money(expenses) },
    { label: t('reports:stat.profit'), value: fmt.money(profit), ...(income > 0 ? { note: t('reports:stat.share', { share }) } : {}) },
  ];
}

/** The columns of its CSV file. */
export function financeCsv(words: Words, now = new Date()): CsvSheetColumn<ShownEvent, ShownTotals>[] {
  const { t } = words;
  return [
    { label: t('reports:column.event'), value: (row) => row.title, total: () => t('reports:total') },
    { label: t('reports:column.start'), value: (row) => isoInZone(row.startAt, row.timeZone) },
    { label: t('reports:column.status'), value: (row) => t(`events:state.${eventState(row, now)}`) },
    { label: t('reports:column.seats_taken'), kind: 'integer', value: (row) => row.seatsTaken, total: (totals) => totals.seatsTaken },
    { label: t('reports:column.seat_limit'), kind: 'integer', value: (row) => row.seatLimit, total: (totals) => totals.seatLimit },
    ...csvMoneyColumns(words)(...sums),
  ];
}
