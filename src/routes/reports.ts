import { Readable } from 'node:stream';
import { Router } from 'express';
import type { Request, Response } from 'express';
import { NotFound } from '../errors.ts';
import { accountOf, requireOrganizer } from '../middleware/current-account.ts';
import { inLine } from '../middleware/download-line.ts';
import { sendFile } from '../middleware/download.ts';
import { page } from '../page.ts';
import { ownedBy } from '../policies/accounts.ts';
import { contentTypes, rowLimits, tooLongWords } from '../presenters/reports/files.ts';
import { reportForm } from '../presenters/reports/form.ts';
import { fileHref, fileNames, totalsHref } from '../presenters/reports/links.ts';
import type { ScreenReport } from '../presenters/reports/screen.ts';
import { fileFormats, reportTypes } from '../schemas/reports.ts';
import type { FileFormat, ReportType } from '../schemas/reports.ts';
import { ownEventOptions } from '../services/events/options.ts';
import { countSavedReports } from '../services/own-reports/saved.ts';
import { reportKinds } from './report-kinds.ts';
import { readRequest } from './report-request.ts';
import type { ReportRequest, WantedReport } from './report-request.ts';

/** As many boxes to tick as still make a page; older events are reached by the period. */
const MOST_EVENTS = 500;

export const reports = Router();

reports.get('/reports', requireOrganizer, async (req, res) => {
  const request = await readRequest(req.query, res);
  const { wanted } = request;
  if (!wanted) return showForm(res, request);

  const { type, query } = wanted;
  if (query.format && query.format !== 'screen') return res.redirect(303, fileHref(type, query.format, query));
  await showForm(res, request, await reportKinds[type].screen(wanted, res.locals));
});

reports.get('/reports/:type.:format', requireOrganizer, async (req, res) => {
  const { type, format } = fileOf(req);
  const request = await readRequest({ ...req.query, type, format, visitor_q: '' }, res);
  const { wanted } = request;
  if (!wanted) return showForm(res, request);

  const file = { names: fileNames(type, format, res.locals.t), type: contentTypes[format] };
  if (req.method === 'HEAD') return sendFile(res, file, Readable.from([]));
  const onlyTotals = format === 'pdf' && wanted.query.totals === 'only';
  if (rowLimits[format] < Infinity && !onlyTotals) {
    const rows = await reportKinds[type].countRows(wanted);
    if (rows > rowLimits[format]) return showTooLong(res, wanted, format, rows);
  }
  await inLine(res, file.names.local, (signal) =>
    reportKinds[type][format](wanted, res.locals, signal, (body) => sendFile(res, file, body)),
  );
});

/** Says kindly that this kind of file does not take so many rows. */
function showTooLong(res: Response, { type, query }: WantedReport, format: FileFormat, rows: number): void {
  page(res.status(422), 'reports/too-long', {
    ...tooLongWords(format, rows, res.locals),
    csv: fileHref(type, 'csv', query),
    totals: totalsHref(type, query),
    noindex: true,
  });
}

function fileOf({ params }: Request): { type: ReportType; format: FileFormat } {
  const type = reportTypes.find((one) => one === params['type']);
  const format = fileFormats.find((one) => one === params['format']);
  if (!type || !format) throw new NotFound();
  return { type, format };
}

async function showForm(res: Response, { form, chosen, visitors }: ReportRequest, report: ScreenReport | null = null): Promise<void> {
  const account = accountOf(res);
  const [found, savedCount] = await Promise.all([ownEventOptions(ownedBy(account), MOST_EVENTS + 1), countSavedReports(account.id)]);
  const events = { events: found.slice(0, MOST_EVENTS), hasMoreEvents: found.length > MOST_EVENTS };
  const candidates = { candidates: visitors.candidates, hasMoreCandidates: visitors.hasMore };
  page(Object.keys(form.errors).length > 0 ? res.status(422) : res, 'reports/index', {
    title: res.locals.t('reports:title'),
    ...reportForm({ form, chosen, ...events, ...candidates }, res.locals),
    savedCount,
    report,
    noindex: true,
  });
}
