import type { VisitorColumn } from '../../policies/own-reports.ts';
import { registrationStatuses } from '../../policies/registrations.ts';
import type { Words } from '../../presenters/formatter.ts';
import { counted } from '../../presenters/own-reports/about.ts';
import { groupsChart, statusChart } from '../../presenters/own-reports/chart.ts';
import { sheetColumns } from '../../presenters/own-reports/columns.ts';
import { groupColumns } from '../../presenters/own-reports/groups.ts';
import { ownScreen } from '../../presenters/own-reports/screen.ts';
import type { OwnScreen } from '../../presenters/own-reports/screen.ts';
import { visitorReportColumns } from '../../presenters/own-reports/visitors.ts';
import { rowLimits } from '../../presenters/reports/files.ts';
import { aboutOf } from '../../services/own-reports/files.ts';
import type { OwnReport } from '../../services/own-reports/open.ts';
import { groupedReport } from '../../services/reports/grouped.ts';
import { registrationsPage, registrationTotals } from '../../services/reports/registrations.ts';

interface Place {
  saved: number | null;
  /** The registration, or how many groups, that the page comes after. */
  after: number | null;
}

const GROUPS_A_PAGE = 100;

/** One page of a report. */
export async function readScreen(report: OwnReport, place: Place, words: Words): Promise<OwnScreen> {
  const about = aboutOf(report, words);
  const content = { ...place, about, choices: report.choices };
  return report.choices.type === 'visitors' ? peopleScreen(report, content, words) : groupsScreen(report, content, words);
}

type Content = Place & Pick<Parameters<typeof ownScreen>[0], 'about' | 'choices'>;

async function groupsScreen({ choices, scope }: OwnReport, content: Content, words: Words): Promise<OwnScreen> {
  const { rows, totals } = await groupedReport(scope, { by: choices.groupBy });
  const end = (content.after ?? 0) + GROUPS_A_PAGE;
  const shown = { rows: rows.slice(end - GROUPS_A_PAGE, end), next: end < rows.length ? end : null, rowCount: rows.length };
  const columns = sheetColumns(groupColumns(choices, words), words);
  const isPdfTooLong = rows.length > rowLimits.pdf;
  const about = counted(content.about, totals, false, words);
  return ownScreen({ ...content, about, columns, chart: groupsChart(choices, rows, words), totals, ...shown, isPdfTooLong }, words);
}

async function peopleScreen({ choices, scope }: OwnReport, content: Content, words: Words): Promise<OwnScreen> {
  const [totals, page] = await Promise.all([registrationTotals(scope), registrationsPage(scope, content.after)]);
  const columns = sheetColumns(visitorReportColumns(choices.columns as readonly VisitorColumn[], words), words);
  const chart = statusChart(choices.chart, { ...totals }, registrationStatuses, words);
  const rowCount = totals.registrations;
  const about = counted(content.about, totals, true, words);
  return ownScreen({ ...content, about, columns, chart, totals, ...page, rowCount, isPdfTooLong: rowCount > rowLimits.pdf }, words);
}
