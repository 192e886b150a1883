import { formatPeriod } from '../../formats/periods.ts';
import type { Period } from '../../formats/periods.ts';
import { isAdmin } from '../../policies/accounts.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import type { Words } from '../formatter.ts';
import { fullName, liveEmail } from '../visitor-names.ts';

interface Subject extends Period {
  type: string;
  account: CurrentAccount;
  statuses: readonly string[];
  /** The events that were chosen by name; none means all. */
  events: readonly { title: string; startAt: Date; timeZone: string }[];
  /** How many events the report is about, where that is known. */
  eventCount?: number;
  visitor: { firstName: string; lastName: string; email: string; phone: string | null } | null;
}

/** What a report says of itself: of what, of when, whose. */
export interface About {
  /** «Отчёт о деньгах» */
  kicker: string;
  title: string;
  subtitle: string;
  /** The title within the page: «Деньги, ноябрь 2026» */
  heading: string;
}

/** Describes a report: the one person, else the one event, else the period comes first. */
export function aboutReport(subject: Subject, words: Words): About {
  const { t, locale } = words;
  const type = t(`reports:type.${subject.type}.name`);
  const kicker = t(`reports:type.${subject.type}.kicker`);
  const period = formatPeriod(subject, locale);
  const only = onlyStatuses(subject, words);
  const { title, details } = titleOf(subject, words);
  if (title) return { kicker, title, heading: t('reports:heading_of', { type, title }), subtitle: joined(...details, period, only) };

  const heading = t('reports:heading', { type, period: period || t('reports:all_time') });
  const whose = isAdmin(subject.account) ? t('reports:everybody') : `${subject.account.firstName} ${subject.account.lastName}`.trim();
  const count = subject.eventCount === undefined ? '' : t('reports:events', { count: subject.eventCount });
  return { kicker, title: capitalized(period || t('reports:all_time')), heading, subtitle: joined(whose, count, only) };
}

function titleOf({ visitor, events }: Subject, { t, fmt }: Words): { title: string; details: string[] } {
  const [event] = events;
  if (visitor) {
    const phone = visitor.phone ? fmt.phone(visitor.phone) : '';
    return { title: fullName(visitor, t), details: [liveEmail(visitor.email), phone] };
  }
  if (events.length === 1 && event) return { title: event.title, details: [fmt.when(event.startAt, event.timeZone)] };
  return { title: '', details: [] };
}

const onlyStatuses = ({ statuses }: Subject, { t }: Words): string =>
  statuses.length === 0 ? '' : t('reports:only_statuses', { list: statuses.map((status) => t(`shared:status.${status}`)).join(', ') });

const joined = (...parts: string[]) => parts.filter(Boolean).join(' · ');

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
