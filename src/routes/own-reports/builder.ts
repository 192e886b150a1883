import { Readable } from 'node:stream';
import { Router } from 'express';
import type { Response } from 'express';
import { NotFound } from '../../errors.ts';
import { requireOrganizer } from '../../middleware/current-account.ts';
import { inLine } from '../../middleware/download-line.ts';
import { sendFile } from '../../middleware/download.ts';
import { page } from '../../page.ts';
import { ownFormats } from '../../policies/own-reports.ts';
import type { OwnFormat } from '../../policies/own-reports.ts';
import { ownFileHref, ownFileNames, ownTotalsHref } from '../../presenters/own-reports/links.ts';
import { contentTypes, rowLimits, tooLongWords } from '../../presenters/reports/files.ts';
import { aboutOf, countRows, makeOwnFile } from '../../services/own-reports/files.ts';
import type { OwnReport } from '../../services/own-reports/open.ts';
import { showBuilder } from './builder-page.ts';
import { readOwnRequest } from './request.ts';

/** Reports that organizers make themselves: the address holds all that makes one. */
export const builder = Router();

builder.get('/reports/builder', requireOrganizer, async (req, res) => {
  await showBuilder(res, await readOwnRequest(req.query, res));
});

builder.get('/reports/builder.:format', requireOrganizer, async (req, res) => {
  const format = ownFormats.find((one) => one === req.params['format']);
  if (!format) throw new NotFound();
  const request = await readOwnRequest(req.query, res);
  if (!request.wanted) return showBuilder(res, request);

  const { report, query } = request.wanted;
  const file = { names: ownFileNames(report.choices.type, aboutOf(report, res.locals).title, format), type: contentTypes[format] };
  if (req.method === 'HEAD') return sendFile(res, file, Readable.from([]));
  const onlyTotals = format === 'pdf' && query.totals === 'only';
  if (!onlyTotals && rowLimits[format] < Infinity) {
    const rows = await countRows(report);
    if (rows > rowLimits[format]) return showTooLong(res, report, format, rows);
  }
  await inLine(res, file.names.local, (signal) =>
    makeOwnFile(report, { format, onlyTotals, signal }, res.locals, (body) => sendFile(res, file, body)),
  );
});

/** Says kindly that this kind of file does not take so many rows. */
function showTooLong(res: Response, { choices }: OwnReport, format: OwnFormat, rows: number): void {
  page(res.status(422), 'reports/too-long', {
    ...tooLongWords(format, rows, res.locals),
    csv: ownFileHref(choices, 'csv'),
    totals: ownTotalsHref(choices),
    noindex: true,
  });
}
