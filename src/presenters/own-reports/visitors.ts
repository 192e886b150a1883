import { isoInZone } from '../../formats/dates.ts';
import type { VisitorColumn } from '../../policies/own-reports.ts';
import type { Words } from '../formatter.ts';
import { unbroken } from '../reports/sheet.ts';
import type { Cell } from '../reports/sheet.ts';
import { columnLabel } from './columns.ts';
import type { OwnSheetColumn } from './columns.ts';

/** As much of a registration as a report shows. Amounts are in minor units. */
export interface ShownRegistration {
  id: number;
  title: string;
  startAt: Date;
  timeZone: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  status: string;
  price: number;
  billed: number;
  refunded: number;
  createdAt: Date;
}

export type ShownSums = Record<'price' | 'billed' | 'refunded', number>;
type Column = OwnSheetColumn<ShownRegistration, ShownSums>;

/** The columns of a report on people; the first one leads to the registration. */
export function visitorReportColumns(columns: readonly VisitorColumn[], words: Words): Column[] {
  const known = knownColumns(words);
  return columns.map((name, index) => {
    const column: Column = { label: columnLabel(name, words), ...known[name] };
    return index === 0 ? { ...column, cell: (row) => ({ ...textOf(column, row, words), href: `/registrations/${row.id}` }) } : column;
  });
}

function textOf({ cell, kind, value }: Column, row: ShownRegistration, { fmt }: Words): Cell {
  if (cell) return { text: cell(row).text };
  const own = value(row);
  return { text: kind === 'money' ? fmt.money(Number(own)) : String(own || '–') };
}

function knownColumns({ t, fmt }: Words): Record<VisitorColumn, Omit<Column, 'label'>> {
  const money = (name: keyof ShownSums) => ({
    kind: 'money' as const,
    value: (row: ShownSums) => row[name],
    total: (sums: ShownSums) => sums[name],
  });
  return {
    last_name: { value: (row) => row.lastName },
    first_name: { value: (row) => row.firstName },
    email: { width: 4, value: (row) => row.email },
    phone: { value: (row) => row.phone, cell: ({ phone }) => ({ text: phone ? unbroken(fmt.phone(phone)) : '–' }) },
    event: { width: 5, value: (row) => row.title },
    start: {
      kind: 'time',
      value: (row) => isoInZone(row.startAt, row.timeZone),
      cell: (row) => ({ text: unbroken(fmt.short(row.startAt, row.timeZone)) }),
    },
    status: { value: (row) => t(`shared:status.${row.status}`), cell: ({ status }) => ({ text: t(`shared:status.${status}`), status }) },
    price: money('price'),
    billed: money('billed'),
    refunded: money('refunded'),
    registered_at: {
      kind: 'time',
      value: (row) => isoInZone(row.createdAt, row.timeZone),
      cell: (row) => ({ text: unbroken(fmt.short(row.createdAt, row.timeZone)) }),
    },
    registration_number: { kind: 'integer', value: (row) => row.id, cell: (row) => ({ text: String(row.id) }) },
  };
}
