import { formatPeriod } from '../../formats/periods.ts';
import { isAdmin } from '../../policies/accounts.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import type { OwnChoices } from '../../policies/own-reports.ts';
import type { Words } from '../formatter.ts';

interface Subject {
  choices: OwnChoices;
  /** What its owner called it, if that was kept. */
  name: string | null;
  period: { from: string | null; to: string | null };
  account: Pick<CurrentAccount, 'firstName' | 'lastName' | 'role'>;
  /** The one event that it is about, if it is one. */
  event: { title: string } | null;
}

/** What a report says of itself. */
export interface OwnAbout {
  title: string;
  subtitle: string;
  /** «Деньги, по месяцам» */
  kicker: string;
}

/** Adds how much it is about: events, or registrations where those are listed. */
export function counted(
  about: OwnAbout,
  totals: { events: number | null; registrations: number },
  isOfPeople: boolean,
  { t }: Words,
): OwnAbout {
  const { events, registrations } = totals;
  const count =
    isOfPeople || events === null ? t('own-reports:registrations', { count: registrations }) : t('reports:events', { count: events });
  return { ...about, subtitle: `${about.subtitle} · ${count}` };
}

/** «Посещаемость по темам» */
export const ownTitle = ({ type, groupBy }: Pick<OwnChoices, 'type' | 'groupBy'>, { t }: Words): string =>
  t(`own-reports:title.${groupBy}`, { type: t(`own-reports:type.${type}`) });

/** Describes a report: its name, then of whom, of when, of what. */
export function aboutOwn({ choices, name, period, account, event }: Subject, words: Words): OwnAbout {
  const { t, locale } = words;
  const title = ownTitle(choices, words);
  const when = formatPeriod(period, locale) || t('reports:all_time');
  const whose = isAdmin(account) ? t('reports:everybody') : `${account.firstName} ${account.lastName}`.trim();
  const events = event?.title ?? (choices.eventIds.length > 0 ? t('own-reports:chosen_events', { count: choices.eventIds.length }) : '');
  const list = choices.statuses.map((status) => t(`shared:status.${status}`)).join(', ');
  const only = list && t('reports:only_statuses', { list });
  return { title: name ?? title, kicker: name ? title : '', subtitle: [whose, when, events, only].filter(Boolean).join(' · ') };
}
