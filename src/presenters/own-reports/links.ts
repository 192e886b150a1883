import { isoInZone } from '../../formats/dates.ts';
import type { OwnChoices, OwnFormat } from '../../policies/own-reports.ts';
import { SITE_ZONE } from '../../schemas/events.ts';

/** The choices as a query string that holds all of them. */
export function choicesQuery({ type, period, from, to, eventIds, statuses, groupBy, columns, chart }: OwnChoices): URLSearchParams {
  const query = new URLSearchParams({ type, period });
  if (from) query.set('from', from);
  if (to) query.set('to', to);
  for (const id of eventIds) query.append('event_id', String(id));
  for (const status of statuses) query.append('status', status);
  query.set('group_by', groupBy);
  for (const column of columns) query.append('columns', column);
  query.set('chart', chart);
  return query;
}

interface Place {
  /** The saved report that this is, or was before the choices changed. */
  saved?: number | null;
  after?: number | null;
}

/** Where a report is on the page. */
export function builderHref(choices: OwnChoices, { saved, after }: Place = {}): string {
  const query = choicesQuery(choices);
  if (saved) query.set('saved', String(saved));
  if (after) query.set('after', String(after));
  return `/reports/builder?${query}`;
}

/** Where the file of a report is. */
export const ownFileHref = (choices: OwnChoices, format: OwnFormat): string => `/reports/builder.${format}?${choicesQuery(choices)}`;

/** Where the sums of a report are as a PDF without its rows. */
export const ownTotalsHref = (choices: OwnChoices): string => `${ownFileHref(choices, 'pdf')}&totals=only`;

/** What a file is called, in plain letters for any client and in the reader's language. */
export function ownFileNames(type: string, title: string, format: OwnFormat, now = new Date()): { plain: string; local: string } {
  const day = isoInZone(now, SITE_ZONE).slice(0, 10);
  const name = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  return { plain: `${type}-${day}.${format}`, local: `${name || type} ${day}.${format}` };
}

export const formatIcons: Record<OwnFormat, string> = { csv: 'filetype-csv', pdf: 'filetype-pdf', xlsx: 'filetype-xlsx' };
