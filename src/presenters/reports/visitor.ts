import { isoInZone } from '../../formats/dates.ts';
import type { Words } from '../formatter.ts';
import { csvMoneyColumns, moneyColumns, unbroken } from './sheet.ts';
import type { CsvSheetColumn, Sheet } from './sheet.ts';

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
}

type ShownTotals = Record<'registrations' | 'attended' | 'price' | 'billed' | 'refunded', number>;

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
  ];
}
