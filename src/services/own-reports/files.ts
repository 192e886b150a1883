import type { Readable } from 'node:stream';
import { csvStream } from '../../formats/csv.ts';
import { createReportPdf } from '../../formats/pdf.ts';
import { xlsxStream } from '../../formats/xlsx.ts';
import type { OwnFormat, VisitorColumn } from '../../policies/own-reports.ts';
import { registrationStatuses } from '../../policies/registrations.ts';
import type { Words } from '../../presenters/formatter.ts';
import { aboutOwn, counted } from '../../presenters/own-reports/about.ts';
import type { OwnAbout } from '../../presenters/own-reports/about.ts';
import { groupsChart, statusChart } from '../../presenters/own-reports/chart.ts';
import { fileColumns, sheetColumns } from '../../presenters/own-reports/columns.ts';
import { groupColumns } from '../../presenters/own-reports/groups.ts';
import { ownPaper } from '../../presenters/own-reports/paper.ts';
import { visitorReportColumns } from '../../presenters/own-reports/visitors.ts';
import { csvLines } from '../../presenters/reports/csv.ts';
import { registrationsCsvWords } from '../../presenters/reports/registrations.ts';
import { groupedReport } from '../reports/grouped.ts';
import { eachRegistration, registrationsCsv, registrationTotals } from '../reports/registrations.ts';
import { withSnapshot } from '../reports/snapshot.ts';
import type { OwnReport } from './open.ts';

interface Wanted {
  format: OwnFormat;
  /** Of a PDF: no rows. */
  onlyTotals?: boolean;
  signal: AbortSignal;
  now?: Date;
}

/** Takes a file while it is made. */
type Send = (file: Readable) => Promise<void>;

/** How many rows the report has, but for the sums. */
export async function countRows({ choices, scope }: OwnReport): Promise<number> {
  if (choices.type === 'visitors') return (await registrationTotals(scope)).registrations;
  const { rows } = await groupedReport(scope, { by: choices.groupBy });
  return rows.length;
}

/**
 * Makes the file of a report. One on people waits for a connection of its own.
 * @throws the reason of the signal if the reader leaves before there is one
 */
export function makeOwnFile(report: OwnReport, wanted: Wanted, words: Words, send: Send): Promise<void> {
  const about = aboutOf(report, words);
  return report.choices.type === 'visitors'
    ? makePeopleFile(report, about, wanted, words, send)
    : makeGroupsFile(report, about, wanted, words, send);
}

/** What a report says of itself. */
export function aboutOf({ choices, name, account, scope, events }: OwnReport, words: Words): OwnAbout {
  const event = events.length === 1 ? events[0]! : null;
  return aboutOwn({ choices, name, account, event, period: { from: scope.from, to: scope.to } }, words);
}

async function makeGroupsFile({ choices, scope }: OwnReport, about: OwnAbout, wanted: Wanted, words: Words, send: Send): Promise<void> {
  const { rows, totals } = await groupedReport(scope, { by: choices.groupBy });
  const columns = groupColumns(choices, words);
  if (wanted.format === 'pdf') {
    const content = {
      about: counted(about, totals, false, words),
      columns: sheetColumns(columns, words),
      chart: groupsChart(choices, rows, words),
      totals,
    };
    const paper = ownPaper({ ...content, rows: wanted.onlyTotals ? null : rows, rowCount: rows.length }, words, wanted.now);
    return send(createReportPdf(paper));
  }
  const file = fileColumns(columns, words);
  const lines = csvLines(file, rows, totals);
  await send(
    wanted.format === 'csv' ? csvStream(file, lines, words.locale) : xlsxStream({ sheet: about.title, columns: file, rows: lines }),
  );
}

async function makePeopleFile({ choices, scope }: OwnReport, about: OwnAbout, wanted: Wanted, words: Words, send: Send): Promise<void> {
  const names = choices.columns as readonly VisitorColumn[];
  const columns = visitorReportColumns(names, words);
  if (wanted.format === 'csv') {
    const { statuses } = registrationsCsvWords(words, []);
    const labels = columns.map(({ label }) => label);
    return send(await registrationsCsv(scope, { locale: words.locale, labels, statuses, columns: names }, wanted.signal));
  }
  await withSnapshot(wanted.signal, async (snapshot) => {
    const totals = await registrationTotals(scope, snapshot.ask);
    const rows = eachRegistration(scope, snapshot);
    const rowCount = totals.registrations;
    if (wanted.format === 'xlsx') {
      const file = fileColumns(columns, words);
      const lines = csvLines(file, rows, null);
      return send(xlsxStream({ sheet: about.title, columns: file, rows: lines, rowCount }));
    }
    const chart = statusChart(choices.chart, { ...totals }, registrationStatuses, words);
    const content = { about: counted(about, totals, true, words), columns: sheetColumns(columns, words), chart, totals, rowCount };
    await send(createReportPdf(ownPaper({ ...content, rows: wanted.onlyTotals ? null : rows }, words, wanted.now)));
  });
}
