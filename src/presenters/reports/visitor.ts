import { isoInZone } from '../../formats/dates.ts';
import type { Words } from '../formatter.ts';
import { csvMoneyColumns, moneyColumns, unbroken } from './sheet.ts';
import type { CsvSheetColumn, Sheet, SheetColumn } from './sheet.ts';

/** As much of a registration as the report on one person shows. Amounts are in minor units. */
interface ShownVisit {
  id: number;
  title: string;
  startAt: Date;
  timeZone: string;
  status: string;
  price: number;
  billed: number;
  refunded: number;
  /** From 1 to 5. */
  starsGiven?: number | null;
  starsGot?: number | null;
}

type ShownTotals = Record<'registrations' | 'attended' | 'price' | 'billed' | 'refunded', number>;

const ratingNames = ['starsGiven', 'starsGot'] as const;

const ratingColumn = (name: (typeof ratingNames)[number], { t }: Words): SheetColumn<ShownVisit, ShownTotals> => ({
  label: t(`reports:column.${name}`),
  align: 'right',
  width: 1,
  cell: (row) => ({ text: row[name] ? t('ratings:of_five', { count: row[name] }) : t('reports:unrated') }),
});

/** The report on the events that one person registered for. */
export function visitorSheet(words: Words): Sheet<ShownVisit, ShownTotals> {
  const { t, fmt } = words;
  return {
    stats: (totals) => [
      { label: t('reports:stat.registrations'), value: fmt.number(totals.registrations) },
      { label: t('reports:stat.attended'), value: fmt.number(totals.attended) },
      { label: t('reports:stat.billed'), value: fmt.money(totals.billed) },
      { label: t('reports:stat.refunded'), value: fmt.money(totals.refunded) },
    ],
    columns: [
      {
        label: t('reports:column.event'),
        align: 'left',
        width: 3,
        kind: 'heading',
        cell: (row) => ({ text: row.title, href: `/registrations/${row.id}` }),
      },
      {
        label: t('reports:column.date'),
        align: 'left',
        width: 1,
        cell: (row) => ({ text: unbroken(fmt.date(row.startAt, row.timeZone)) }),
      },
      {
        label: t('reports:column.status'),
        align: 'left',
        width: 1,
        cell: ({ status }) => ({ text: t(`shared:status.${status}`), status }),
      },
      ...moneyColumns(words)('price', 'billed', 'refunded'),
      ...ratingNames.map((name) => ratingColumn(name, words)),
    ],
    isEmpty: (totals) => totals.registrations === 0,
  };
}

/** The columns of its CSV file. */
export function visitorCsv(words: Words): CsvSheetColumn<ShownVisit, ShownTotals>[] {
  const { t } = words;
  return [
    { label: t('reports:column.event'), value: (row) => row.title, total: () => t('reports:total') },
    { label: t('reports:column.start'), kind: 'time', value: (row) => isoInZone(row.startAt, row.timeZone) },
    { label: t('reports:column.status'), value: (row) => t(`shared:status.${row.status}`) },
    ...csvMoneyColumns(words)('price', 'billed', 'refunded'),
    ...ratingNames.map((name) => ({
      label: t(`reports:column.${name}`),
      kind: 'integer' as const,
      value: (row: ShownVisit) => row[name] ?? null,
    })),
  ];
}
