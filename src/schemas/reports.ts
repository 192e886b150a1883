import { z } from 'zod';
import { registrationStatuses } from '../policies/registrations.ts';
import { choice, optionalChoice, optionalDay, optionalLine, optionalRowId, rowId } from './fields.ts';

export const reportTypes = ['registrations', 'finance', 'visitor'] as const;
export type ReportType = (typeof reportTypes)[number];

export const fileFormats = ['csv', 'pdf', 'xlsx'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const reportFormats = ['screen', ...fileFormats] as const;

/** A PDF of more is of no use to anybody, and takes long to lay out. */
export const PDF_ROW_LIMIT = 20_000;

/** A value that may come any number of times; each different one is kept once. */
export const several = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (input) => [input ?? []].flat().filter((value) => value !== ''),
    z.array(item).transform((values) => [...new Set(values)]),
  );

/** What a report is about and what becomes of it. Without a type nothing was asked for yet. */
export const ReportQuery = z
  .object({
    type: optionalChoice(reportTypes, 'reports:errors.type'),
    from: optionalDay('forms:date'),
    to: optionalDay('forms:date'),
    event_id: several(rowId('reports:errors.event')),
    status: several(choice(registrationStatuses, 'reports:errors.status')),
    visitor_id: optionalRowId('reports:errors.visitor'),
    visitor_q: optionalLine(100),
    format: optionalChoice(reportFormats, 'reports:errors.format'),
    /** Of a PDF: no rows. */
    totals: z.literal('only').optional().catch(undefined),
    after: optionalRowId('forms:invalid').catch(null),
  })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], error: 'forms:range' });

export type ReportQuery = z.output<typeof ReportQuery>;
