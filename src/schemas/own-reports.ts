import { z } from 'zod';
import {
  chartKinds,
  fittingColumns,
  moved,
  ownColumns,
  ownFormats,
  ownGroupings,
  ownPeriods,
  ownTypes,
  schedules,
} from '../policies/own-reports.ts';
import type { OwnChoices } from '../policies/own-reports.ts';
import { registrationStatuses } from '../policies/registrations.ts';
import { choice, optionalChoice, optionalDay, optionalRowId, requiredLine, rowId } from './fields.ts';
import { several } from './reports.ts';

/** A report as its link says it. A form without script may still hold what fitted the choices before: it is left out. */
export const OwnReportQuery = z
  .object({
    type: choice(ownTypes, 'own-reports:errors.type').default('attendance'),
    period: choice(ownPeriods, 'own-reports:errors.period').optional(),
    from: optionalDay('forms:date'),
    to: optionalDay('forms:date'),
    event_id: several(rowId('reports:errors.event')),
    status: several(choice(registrationStatuses, 'reports:errors.status')),
    group_by: choice(ownGroupings, 'own-reports:errors.group_by').default('topic'),
    columns: several(choice(ownColumns, 'own-reports:errors.columns')),
    chart: choice(chartKinds, 'own-reports:errors.chart').default('bars'),
    /** Of a PDF: no rows. */
    totals: z.literal('only').optional().catch(undefined),
    /** The row that the page goes on after. */
    after: optionalRowId('forms:invalid').catch(null),
    /** The saved report that this is, or was before the choices changed. */
    saved: optionalRowId('forms:invalid').catch(null),
    /** A column to move by one place: «attended.up». The others say where it stood before, so that doing it again changes nothing. */
    move: z
      .string()
      .regex(/^\w+\.(up|down)$/)
      .optional()
      .catch(undefined),
    /** The type whose columns the form showed. */
    was: optionalChoice(ownTypes).catch(undefined),
  })
  .transform(({ totals, after, saved, ...query }) => ({ choices: choicesOf(query), totals, after, saved, move: query.move }))
  .refine(({ choices: { from, to } }) => !from || !to || from <= to, { path: ['to'], error: 'forms:range' });

export type OwnReportQuery = z.output<typeof OwnReportQuery>;

interface Query extends Pick<OwnChoices, 'type' | 'columns' | 'chart'> {
  period?: OwnChoices['period'] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  event_id: number[];
  status: OwnChoices['statuses'];
  group_by: OwnChoices['groupBy'];
  move?: string | undefined;
  was?: OwnChoices['type'] | undefined;
}

function choicesOf({ type, chart, from, to, event_id, status, group_by, move = '', was = type, ...query }: Query): OwnChoices {
  const period = query.period ?? (from || to ? 'dates' : 'this_year');
  const days = period === 'dates' ? { from: from ?? null, to: to ?? null } : { from: null, to: null };
  const groupBy = type === 'visitors' ? 'none' : group_by;
  const statuses = type === 'finance' ? [] : status;
  const columns = moved(fittingColumns({ type, groupBy }, was === type ? query.columns : []), move);
  return { type, period, ...days, eventIds: event_id, statuses, groupBy, columns, chart };
}

export const SavedReportForm = z.object({
  name: requiredLine(100, 'own-reports:errors.name'),
  schedule: choice(schedules, 'own-reports:errors.schedule').default('none'),
  file: choice(ownFormats, 'own-reports:errors.file').default('pdf'),
});
export type SavedReportForm = z.output<typeof SavedReportForm>;
