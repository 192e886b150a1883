import { isoInZone } from '../../formats/dates.ts';
import { eventState } from '../events.ts';
import { compareMoney } from '../comparison.ts';
import type { Words } from '../formatter.ts';
import { csvMoneyColumns, moneyColumns, unbroken } from './sheet.ts';
import type { Before, CsvSheetColumn, Sheet, Stat } from './sheet.ts';

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
    stats: (totals, before) => financeStats(words, totals, before),
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

function financeStats(words: Words, totals: ShownTotals, before: Before<ShownTotals> | null): Stat[] {
  const { t, fmt } = words;
  const { billed, refunded, profit } = totals;
  const income = billed - refunded;
  const share = t('reports:stat.share', { share: fmt.number(Math.round((profit / income) * 1000) / 10) });
  const stat = (name: 'expected' | 'billed' | 'expenses' | 'profit', fact = ''): Stat => {
    const isCost = name === 'expenses';
    const { note = '', trend } = before ? compareMoney(totals[name], before.totals[name], before.period, words, { isCost }) : {};
    const notes = [note, fact].filter(Boolean).join(' · ');
    return {
      label: t(`reports:stat.${name}`),
      value: fmt.money(totals[name]),
      ...(notes ? { note: notes } : {}),
      ...(trend ? { trend } : {}),
    };
  };
  return [
    stat('expected'),
    stat('billed', t('reports:stat.of_it_refunded', { sum: fmt.money(refunded) })),
    stat('expenses'),
    stat('profit', income > 0 ? share : ''),
  ];
}

/** The columns of its CSV file. */
export function financeCsv(words: Words, now = new Date()): CsvSheetColumn<ShownEvent, ShownTotals>[] {
  const { t } = words;
  return [
    { label: t('reports:column.event'), value: (row) => row.title, total: () => t('reports:total') },
    { label: t('reports:column.start'), kind: 'time', value: (row) => isoInZone(row.startAt, row.timeZone) },
    { label: t('reports:column.status'), value: (row) => t(`events:state.${eventState(row, now)}`) },
    { label: t('reports:column.seats_taken'), kind: 'integer', value: (row) => row.seatsTaken, total: (totals) => totals.seatsTaken },
    { label: t('reports:column.seat_limit'), kind: 'integer', value: (row) => row.seatLimit, total: (totals) => totals.seatLimit },
    ...csvMoneyColumns(words)(...sums),
  ];
}
