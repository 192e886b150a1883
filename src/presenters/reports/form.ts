import type { Form } from '../../schemas/form.ts';
import { registrationStatuses } from '../../policies/registrations.ts';
import { reportTypes } from '../../schemas/reports.ts';
import type { Words } from '../formatter.ts';
import { listName, liveEmail } from '../visitor-names.ts';

interface EventOption {
  id: number;
  title: string;
  startAt: Date;
  timeZone: string;
}

interface Choices {
  form: Form;
  /** The latest events, and whether there are older ones. */
  events: readonly EventOption[];
  hasMoreEvents: boolean;
  /** Those that were chosen already. */
  chosen: readonly EventOption[];
  candidates: readonly { id: number; firstName: string; lastName: string; email: string }[];
  hasMoreCandidates: boolean;
}

/** The form that asks for a report: the values of views/reports/_form.ejs. */
export function reportForm({ form, events, hasMoreEvents, chosen, candidates, hasMoreCandidates }: Choices, words: Words) {
  const { t, fmt } = words;
  const isChosen = new Set((form.values['event_id'] ?? '').split(', '));
  const all = [...chosen.filter(({ id }) => !events.some((event) => event.id === id)), ...events];
  return {
    form: { ...form, values: { type: 'registrations', format: 'screen', ...form.values } },
    types: typeOptions(words),
    statuses: registrationStatuses.map((value) => ({ value, label: t(`shared:status.${value}`) })),
    formats: formatOptions(words),
    events: all.map((event) => ({
      value: event.id,
      label: event.title,
      hint: fmt.day(event.startAt, event.timeZone),
      isChosen: isChosen.has(String(event.id)),
    })),
    hasMoreEvents,
    visitors: candidates.map(({ id, firstName, lastName, email }) => ({
      value: id,
      label: [listName({ firstName, lastName }, t), liveEmail(email)].filter(Boolean).join(' · '),
    })),
    visitorHint: visitorHint(form, candidates.length, hasMoreCandidates, words),
  };
}

export type ReportForm = ReturnType<typeof reportForm>;

function typeOptions({ t }: Words) {
  const icons = { registrations: 'people', finance: 'cash-stack', visitor: 'person' };
  return reportTypes.map((value) => ({
    value,
    label: t(`reports:type.${value}.name`),
    hint: t(`reports:type.${value}.hint`),
    icon: icons[value],
  }));
}

const formatOptions = ({ t }: Words) => [
  { value: 'screen', label: t('reports:format.screen'), icon: 'window' },
  { value: 'csv', label: t('reports:format.csv'), icon: 'filetype-csv' },
  { value: 'pdf', label: t('reports:format.pdf'), icon: 'filetype-pdf' },
  { value: 'xlsx', label: t('reports:format.xlsx'), icon: 'filetype-xlsx' },
];

/** What the list of visitors holds: whom a search found, or the first of many. */
function visitorHint(form: Form, count: number, hasMore: boolean, { t }: Words): string {
  if (hasMore) return t('reports:visitor.first');
  return form.values['visitor_q'] && !form.values['visitor_id'] && count > 0 ? t('reports:visitor.found', { count }) : '';
}
