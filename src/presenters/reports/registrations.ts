import { registrationStatuses } from '../../policies/registrations.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';
import { compareCounts, compareMoney, comparePoints } from '../comparison.ts';
import type { Words } from '../formatter.ts';
import { moneyColumns, unbroken } from './sheet.ts';
import type { Before, Sheet, SheetColumn, Stat } from './sheet.ts';
import { listName, liveEmail } from '../visitor-names.ts';

/** As much of a registration as its report shows. Amounts are in minor units. */
interface ShownRegistration {
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

type ShownTotals = Record<RegistrationStatus | 'registrations' | 'price' | 'billed' | 'refunded', number>;

/** In the order in which they are told: who has a seat, who came, who did not get so far. */
const told = ['registered', 'attended', 'no_show', 'waitlisted', 'cancelled'] as const;

interface Choice {
  /** Only these statuses, unless there are none. */
  statuses: readonly string[];
  /** The report is about one event: its title is above the table. */
  isOfOneEvent: boolean;
}

/** The report that lists registrations. */
export function registrationsSheet(words: Words, { statuses, isOfOneEvent }: Choice): Sheet<ShownRegistration, ShownTotals> {
  const shown = told.filter((status) => statuses.length === 0 || statuses.includes(status));
  return {
    stats: (totals, before) => [
      ...mainStats(words, totals, before),
      ...statusStats(words, totals, shown, statuses.length === 0 ? attendanceNote(words, totals, before) : {}),
    ],
    columns: [...person(words), ...(isOfOneEvent ? [] : [event(words)]), ...state(words)],
    isEmpty: (totals) => totals.registrations === 0,
  };
}

function mainStats(words: Words, totals: ShownTotals, before: Before<ShownTotals> | null): Stat[] {
  const { t, fmt } = words;
  const { registrations, billed, refunded } = totals;
  const compared = (name: 'billed' | 'refunded', isCost = false) =>
    before ? compareMoney(totals[name], before.totals[name], before.period, words, { isCost }) : {};
  const counts = before ? compareCounts(registrations, before.totals.registrations, before.period, words) : {};
  return [
    { label: t('reports:stat.registrations'), value: fmt.number(registrations), ...counts },
    { label: t('reports:stat.billed'), value: fmt.money(billed), ...compared('billed') },
    { label: t('reports:stat.refunded'), value: fmt.money(refunded), ...compared('refunded', true) },
  ];
}

/** «83 %, на 1 пункт больше, чем в сентябре» */
function attendanceNote(words: Words, totals: ShownTotals, before: Before<ShownTotals> | null): Omit<Stat, 'label' | 'value'> {
  const { t, fmt } = words;
  const rate = attendanceRate(totals);
  if (rate === null) return {};
  const percent = t('charts:percent', { number: fmt.number(rate) });
  const rateBefore = before && attendanceRate(before.totals);
  if (rateBefore === null) return { note: percent };
  const { note, ...rest } = comparePoints(rate, rateBefore, before!.period, words);
  return { note: `${percent}, ${note}`, ...rest };
}

/** Of a hundred who were marked, so many came; null if nobody was marked. */
const attendanceRate = ({ attended, no_show }: ShownTotals): number | null =>
  attended + no_show === 0 ? null : Math.round((attended / (attended + no_show)) * 100);

const statusStats = (
  { t, fmt }: Words,
  totals: ShownTotals,
  statuses: readonly RegistrationStatus[],
  ofAttended: Omit<Stat, 'label' | 'value'>,
): Stat[] =>
  statuses.map((status) => ({
    label: t(`shared:status.${status}`),
    value: fmt.number(totals[status]),
    ...(status === 'attended' ? ofAttended : {}),
  }));

function person({ t, fmt }: Words): SheetColumn<ShownRegistration, ShownTotals>[] {
  return [
    {
      label: t('reports:column.name'),
      align: 'left',
      width: 2,
      kind: 'heading',
      cell: (row) => ({ text: listName(row, t), href: `/registrations/${row.id}` }),
    },
    { label: t('reports:column.number'), align: 'left', width: 1, cell: (row) => ({ text: String(row.id) }) },
    {
      label: t('reports:column.contacts'),
      align: 'left',
      width: 3,
      cell: (row) => ({ text: liveEmail(row.email), ...(row.phone ? { note: unbroken(fmt.phone(row.phone)) } : {}) }),
    },
  ];
}

const event = ({ t, fmt }: Words): SheetColumn<ShownRegistration, ShownTotals> => ({
  label: t('reports:column.event'),
  align: 'left',
  width: 3,
  cell: (row) => ({ text: row.title, note: unbroken(fmt.date(row.startAt, row.timeZone)) }),
});

function state(words: Words): SheetColumn<ShownRegistration, ShownTotals>[] {
  const { t, fmt } = words;
  return [
    {
      label: t('reports:column.status'),
      align: 'left',
      width: 1,
      cell: ({ status }) => ({ text: t(`shared:status.${status}`), status }),
    },
    ...moneyColumns(words)('price', 'billed', 'refunded'),
    {
      label: t('reports:column.registered_at'),
      align: 'left',
      width: 1,
      cell: (row) => ({ text: unbroken(fmt.short(row.createdAt, row.timeZone)) }),
    },
  ];
}

/** Labels and words of the CSV file, which PostgreSQL prints. */
export const registrationsCsvWords = ({ t, locale }: Words, columns: readonly string[]) => ({
  locale,
  labels: columns.map((name) => t(`reports:column.${name}`)),
  statuses: Object.fromEntries(registrationStatuses.map((status) => [status, t(`shared:status.${status}`)])),
});
