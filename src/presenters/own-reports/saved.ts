import { DateTime } from 'luxon';
import type { OwnChoices, Schedule } from '../../policies/own-reports.ts';
import { SITE_ZONE } from '../../schemas/events.ts';
import type { Words } from '../formatter.ts';
import { builderHref, formatIcons, ownFileHref } from './links.ts';

interface Saved {
  id: number;
  name: string;
  choices: OwnChoices;
  schedule: Schedule;
  openedAt: Date | null;
}

/** The list of reports that one keeps: the values of views/own-reports/_row.ejs. */
export const savedRows = (reports: readonly Saved[], words: Words, now = new Date()) =>
  reports.map((report) => savedRow(report, words, now));

function savedRow({ id, name, choices, schedule, openedAt }: Saved, words: Words, now: Date) {
  const { t } = words;
  const file = (format: 'csv' | 'pdf' | 'xlsx') => ({
    label: t('reports:download', { format: t(`own-reports:format.${format}`) }),
    icon: formatIcons[format],
    href: ownFileHref(choices, format),
  });
  return {
    id,
    name,
    href: `/reports/saved/${id}`,
    inside: inside(choices, words),
    mailed: schedule === 'none' ? '' : t(`own-reports:mailed.${schedule}`),
    opened: openedAt ? dayOf(openedAt, now, words) : '',
    actions: [
      file('csv'),
      file('pdf'),
      file('xlsx'),
      { label: t('own-reports:saved.edit'), icon: 'pencil', href: `${builderHref(choices, { saved: id })}#save` },
      { label: t('own-reports:saved.delete'), icon: 'trash3', href: `/reports/saved/${id}/deletion` },
    ],
  };
}

/** «Посещаемость, по темам, полосы» */
function inside({ type, groupBy, chart, period }: OwnChoices, { t }: Words): string {
  const parts = [
    t(`own-reports:type.${type}`),
    t(`own-reports:inside.${groupBy}`),
    t(`own-reports:inside.${chart === 'none' ? 'table' : chart}`),
  ];
  return [...parts, t(`own-reports:period.${period}`).toLowerCase()].join(', ');
}

function dayOf(date: Date, now: Date, { t, fmt }: Words): string {
  const [day, today] = [date, now].map((moment) => DateTime.fromJSDate(moment, { zone: SITE_ZONE }).startOf('day'));
  const ago = Math.round(today!.diff(day!, 'days').days);
  if (ago <= 0) return t('own-reports:saved.today');
  return ago === 1 ? t('own-reports:saved.yesterday') : fmt.date(date, SITE_ZONE);
}
