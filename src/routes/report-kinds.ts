import type { Readable } from 'node:stream';
import { csvStream } from '../formats/csv.ts';
import { createReportPdf } from '../formats/pdf.ts';
import { xlsxStream } from '../formats/xlsx.ts';
import { periodWords } from '../presenters/comparison.ts';
import { aboutReport } from '../presenters/reports/about.ts';
import { csvLines } from '../presenters/reports/csv.ts';
import { financeCsv, financeSheet } from '../presenters/reports/finance.ts';
import type { Words } from '../presenters/formatter.ts';
import { fileColumns } from '../presenters/own-reports/columns.ts';
import { visitorReportColumns } from '../presenters/own-reports/visitors.ts';
import { paperReport } from '../presenters/reports/pdf.ts';
import { registrationsCsvWords, registrationsSheet } from '../presenters/reports/registrations.ts';
import { screenReport } from '../presenters/reports/screen.ts';
import type { ScreenReport } from '../presenters/reports/screen.ts';
import type { CsvSheetColumn, Sheet } from '../presenters/reports/sheet.ts';
import { visitorCsv, visitorSheet } from '../presenters/reports/visitor.ts';
import type { ReportType } from '../schemas/reports.ts';
import { eachEvent, financePage, financeTotals } from '../services/reports/finance.ts';
import { earlierThan } from '../services/reports/earlier.ts';
import { inTurn } from '../services/reports/in-turn.ts';
import type { Ask } from '../services/reports/query.ts';
import {
  eachRegistration,
  registrationCsvColumns,
  registrationsCsv,
  registrationsPage,
  registrationTotals,
} from '../services/reports/registrations.ts';
import type { RegistrationTotals } from '../services/reports/registrations.ts';
import type { ReportScope } from '../services/reports/scope.ts';
import { withSnapshot } from '../services/reports/snapshot.ts';
import type { Snapshot } from '../services/reports/snapshot.ts';
import { chartsOfMoney, chartsOfRegistrations, noCharts } from './report-charts.ts';
import type { ReadCharts } from './report-charts.ts';
import type { WantedReport } from './report-request.ts';

/** Takes a file while it is made. */
type Send = (file: Readable) => Promise<void>;

/** How one kind of report is given. A file waits for a connection of its own, unless the reader leaves before. */
interface ReportKind {
  screen(wanted: WantedReport, words: Words): Promise<ScreenReport>;
  /** How many rows a file will have, but for the sums. */
  countRows(wanted: WantedReport): Promise<number>;
  csv(wanted: WantedReport, words: Words, signal: AbortSignal, send: Send): Promise<void>;
  pdf(wanted: WantedReport, words: Words, signal: AbortSignal, send: Send): Promise<void>;
  xlsx(wanted: WantedReport, words: Words, signal: AbortSignal, send: Send): Promise<void>;
}

interface Parts<Row, Totals> {
  sheet: (words: Words, wanted: WantedReport) => Sheet<Row, Totals>;
  /** Of CSV and Excel files. */
  columns: (words: Words) => CsvSheetColumn<Row, Totals>[];
  /** Lists may be long and are worked with: no sums below. */
  isList?: boolean;
  totals: (scope: ReportScope, run?: Ask) => Promise<Totals>;
  countOf: (totals: Totals) => number;
  page: (scope: ReportScope, after: number | null) => Promise<{ rows: Row[]; next: number | null }>;
  each: (scope: ReportScope, snapshot: Snapshot) => AsyncIterable<Row>;
  charts: ReadCharts<Totals>;
}

function reportKind<Row, Totals extends { events: number }>(parts: Parts<Row, Totals>): ReportKind {
  const { sheet, columns, totals, countOf, page, each, isList = false } = parts;
  const about = ({ type, scope, subject }: WantedReport, { events }: Totals, words: Words) =>
    aboutReport({ ...scope, ...subject, type, eventCount: events }, words);
  /** All of a report but its rows. Pages after the first do without pictures. */
  const summarize = async (wanted: WantedReport, words: Words, run?: Ask) => {
    const { scope, query } = wanted;
    const earlier = earlierThan(scope);
    const [sums, sumsBefore, draw] = await Promise.all([
      totals(scope, run),
      earlier && totals(earlier.scope, run),
      query.after === null ? parts.charts(scope, earlier, run) : null,
    ]);
    const before = earlier && sumsBefore && { totals: sumsBefore, period: periodWords(earlier.period, words) };
    const charts = draw?.(sums, words) ?? [];
    return { about: about(wanted, sums, words), sheet: sheet(words, wanted), totals: sums, rowCount: countOf(sums), before, charts };
  };
  return {
    async screen(wanted, words) {
      const { type, query, scope } = wanted;
      const [summary, rows] = await Promise.all([summarize(wanted, words), page(scope, query.after)]);
      return screenReport({ type, query, ...summary, ...rows }, words);
    },
    countRows: async ({ scope }) => countOf(await totals(scope)),
    csv: ({ scope }, words, signal, send) =>
      withSnapshot(signal, async (snapshot) => {
        const sums = await totals(scope, snapshot.ask);
        await send(csvStream(columns(words), csvLines(columns(words), each(scope, snapshot), sums), words.locale));
      }),
    xlsx: ({ type, scope }, words, signal, send) =>
      withSnapshot(signal, async (snapshot) => {
        const sums = await totals(scope, snapshot.ask);
        const rows = csvLines(columns(words), each(scope, snapshot), isList ? null : sums);
        const rowCount = countOf(sums);
        await send(xlsxStream({ sheet: words.t(`reports:type.${type}.name`), columns: columns(words), rows, rowCount }));
      }),
    pdf: (wanted, words, signal, send) =>
      withSnapshot(signal, async (snapshot) => {
        const { type, scope, query } = wanted;
        const summary = await summarize(wanted, words, inTurn(snapshot.ask));
        const rows = query.totals ? null : each(scope, snapshot);
        await send(createReportPdf(paperReport({ type, ...summary, rows }, words)));
      }),
  };
}

const ofRegistrations = {
  totals: registrationTotals,
  countOf: ({ registrations }: RegistrationTotals) => registrations,
  page: registrationsPage,
  each: eachRegistration,
};

export const reportKinds: Record<ReportType, ReportKind> = {
  registrations: {
    ...reportKind({
      ...ofRegistrations,
      charts: chartsOfRegistrations,
      sheet: (words, { scope }) => registrationsSheet(words, { statuses: scope.statuses, isOfOneEvent: scope.eventIds.length === 1 }),
      columns: (words) => fileColumns(visitorReportColumns(registrationCsvColumns, words), words),
      isList: true,
    }),
    csv: async ({ scope }, words, signal, send) =>
      send(await registrationsCsv(scope, registrationsCsvWords(words, registrationCsvColumns), signal)),
  },
  visitor: reportKind({ ...ofRegistrations, sheet: visitorSheet, columns: visitorCsv, charts: noCharts }),
  finance: reportKind({
    totals: financeTotals,
    countOf: ({ events }) => events,
    page: financePage,
    each: eachEvent,
    charts: chartsOfMoney,
    sheet: (words) => financeSheet(words),
    columns: (words) => financeCsv(words),
  }),
};
