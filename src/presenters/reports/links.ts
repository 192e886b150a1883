import { isoInZone } from '../../formats/dates.ts';
import type { Translate } from '../../i18n.ts';
import { SITE_ZONE } from '../../schemas/events.ts';
import type { FileFormat, ReportQuery, ReportType } from '../../schemas/reports.ts';

/** The choices that matter to a report of that type, as a query string. */
function choicesOf(type: ReportType, query: ReportQuery): URLSearchParams {
  const choices = new URLSearchParams();
  if (query.from) choices.set('from', query.from);
  if (query.to) choices.set('to', query.to);
  for (const id of query.event_id) choices.append('event_id', String(id));
  for (const status of type === 'registrations' ? query.status : []) choices.append('status', status);
  if (type === 'visitor' && query.visitor_id) choices.set('visitor_id', String(query.visitor_id));
  return choices;
}

/** Where the file of a report is. */
export function fileHref(type: ReportType, format: FileFormat, query: ReportQuery): string {
  const choices = choicesOf(type, query);
  return `/reports/${type}.${format}${choices.size > 0 ? `?${choices}` : ''}`;
}

/** Where the sums of a report are as a PDF without its rows. */
export function totalsHref(type: ReportType, query: ReportQuery): string {
  const choices = choicesOf(type, query);
  choices.set('totals', 'only');
  return `/reports/${type}.pdf?${choices}`;
}

/** Where the report is on the page, from the row after that one on. */
export function screenHref(type: ReportType, query: ReportQuery, after: number | null = null): string {
  const all = new URLSearchParams([['type', type], ...choicesOf(type, query)]);
  if (after !== null) all.set('after', String(after));
  return `/reports?${all}#report`;
}

/** What a file is called, in plain letters for any client and in the reader's language. */
export function fileNames(type: ReportType, format: FileFormat, t: Translate, now = new Date()): { plain: string; local: string } {
  const day = isoInZone(now, SITE_ZONE).slice(0, 10);
  return { plain: `${type}-${day}.${format}`, local: `${t(`reports:type.${type}.name`)} ${day}.${format}` };
}
