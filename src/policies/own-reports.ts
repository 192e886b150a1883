import { registrationStatuses } from './registrations.ts';
import type { RegistrationStatus } from './registrations.ts';

export const ownTypes = ['attendance', 'visitors', 'finance'] as const;
export type OwnType = (typeof ownTypes)[number];

/** All but the last stay fresh: they are counted from the day on which the report is looked at. */
export const ownPeriods = ['this_month', 'last_month', 'last_30_days', 'this_year', 'all', 'dates'] as const;
export type OwnPeriod = (typeof ownPeriods)[number];

export const ownGroupings = ['topic', 'event', 'month', 'status', 'none'] as const;
export type OwnGrouping = (typeof ownGroupings)[number];

export const chartKinds = ['bars', 'columns', 'line', 'none'] as const;
export type ChartKind = (typeof chartKinds)[number];

export const ownFormats = ['pdf', 'csv', 'xlsx'] as const;
export type OwnFormat = (typeof ownFormats)[number];

export const schedules = ['none', 'weekly', 'monthly'] as const;
export type Schedule = (typeof schedules)[number];

const peopleColumns = ['registrations', ...registrationStatuses, 'attendance'] as const;
const seatColumns = ['seats_taken', 'seat_limit', 'fill'] as const;
const moneyColumns = ['expected', 'billed', 'refunded', 'expenses', 'profit'] as const;
export type FigureColumn = 'events' | (typeof peopleColumns)[number] | (typeof seatColumns)[number] | (typeof moneyColumns)[number];

export const visitorColumns = [
  ...(['last_name', 'first_name', 'email', 'phone', 'event', 'start', 'status'] as const),
  ...(['price', 'billed', 'refunded', 'registered_at', 'registration_number'] as const),
] as const;
export type VisitorColumn = (typeof visitorColumns)[number];

export type OwnColumn = FigureColumn | VisitorColumn;

/** All that makes a report. The days are YYYY-MM-DD. */
export interface OwnChoices {
  type: OwnType;
  period: OwnPeriod;
  from: string | null;
  to: string | null;
  /** Only these events and statuses, unless there are none. */
  eventIds: readonly number[];
  statuses: readonly RegistrationStatus[];
  groupBy: OwnGrouping;
  /** In their order. */
  columns: readonly OwnColumn[];
  chart: ChartKind;
}

/** What a report may show, in the order in which it is offered. */
const offered: Record<OwnType, readonly OwnColumn[]> = {
  attendance: ['events', 'registrations', 'attended', 'no_show', 'attendance', 'registered', 'waitlisted', 'cancelled', ...seatColumns],
  visitors: visitorColumns,
  finance: ['events', 'registrations', 'seats_taken', ...moneyColumns],
};

const usual: Record<OwnType, readonly OwnColumn[]> = {
  attendance: ['events', 'registrations', 'attended', 'no_show', 'attendance'],
  visitors: ['last_name', 'first_name', 'email', 'phone', 'event', 'status'],
  finance: ['events', ...moneyColumns],
};

export const ownColumns = [...new Set(Object.values(offered).flat())] as [OwnColumn, ...OwnColumn[]];

/** Events have these, single registrations have not: a report by status cannot tell them. */
const ofEvents = new Set<OwnColumn>(['events', ...seatColumns, 'expenses', 'profit']);

type Kind = Pick<OwnChoices, 'type' | 'groupBy'>;

/** The columns that a report may have. */
export function columnsFor({ type, groupBy }: Kind): readonly OwnColumn[] {
  if (type !== 'visitors' && groupBy === 'status') return offered[type].filter((column) => !ofEvents.has(column));
  return groupBy === 'event' ? offered[type].filter((column) => column !== 'events') : offered[type];
}

/** The chosen columns that the report may have, or the usual ones if there are none of them. */
export function fittingColumns(kind: Kind, chosen: readonly OwnColumn[]): readonly OwnColumn[] {
  const possible = columnsFor(kind);
  const [fitting, first] = [chosen, usual[kind.type]].map((columns) => columns.filter((column) => possible.includes(column)));
  return fitting!.length > 0 ? fitting! : first!;
}

/** The columns after one of them has changed places with its neighbour: «attended.up», «attended.down». */
export function moved<Column extends string>(columns: readonly Column[], move: string): Column[] {
  const [name, direction] = move.split('.');
  const from = columns.findIndex((column) => column === name);
  const to = from + (direction === 'up' ? -1 : 1);
  const [one, other] = [columns[from], columns[to]];
  return one && other ? columns.map((column, index) => (index === from ? other : index === to ? one : column)) : [...columns];
}
