import type { Attachment } from '../../adapters/message.ts';
import { config } from '../../config.ts';
import type { NewsKind } from '../../policies/notifications.ts';
import type { Words } from '../../presenters/formatter.ts';
import { registrationMail } from '../../presenters/mails.ts';
import type { EventBefore, RegistrationFacts } from '../../presenters/mails.ts';
import { calendarFile, ticketCode } from './attachments.ts';
import type { MailContent } from './content.ts';
import type { ClaimedMail } from './outbox.ts';
import { isOutdated } from './outdated.ts';
import type { RegistrationMailKind } from './outdated.ts';
import { findRegistrationFacts } from './registration-facts.ts';
import { stopHeaders, stopUrl } from './stop.ts';

/** What a mail about a registration says now, or null if things have changed since it was queued. */
export async function registrationContent(
  mail: ClaimedMail & { kind: RegistrationMailKind },
  words: Words,
  now: Date,
): Promise<MailContent | null> {
  const facts = mail.registrationId === null ? null : await findRegistrationFacts(mail.registrationId);
  if (!facts || isOutdated(mail.kind, facts, now)) return null;
  const before = mail.kind === 'event-changed' ? eventBefore(mail.payload) : undefined;
  const { say, ...values } = registrationMail(facts, { words, now, before, baseUrl: config.baseUrl });
  const stop = stopOf(mail.kind, facts);
  return {
    toName: `${facts.firstName} ${facts.lastName}`,
    say,
    values: { ...values, stop },
    attachments: attachmentsOf(mail.kind, facts, words, now),
    ...(stop ? { headers: stopHeaders(stop) } : {}),
  };
}

/** The kinds of news among mails about a registration: whoever has an account may stop them. */
const newsOf: Partial<Record<RegistrationMailKind, NewsKind>> = {
  'reminder-day': 'reminders',
  'reminder-hour': 'reminders',
  'rating-request': 'ratings',
};

function stopOf(kind: RegistrationMailKind, { mailToken }: RegistrationFacts): string {
  const news = newsOf[kind];
  return news && mailToken ? stopUrl(mailToken, news) : '';
}

/** The ticket for who comes to a place, the calendar for who has a seat, its removal for who has one no longer. */
function attachmentsOf(kind: RegistrationMailKind, facts: RegistrationFacts, words: Words, now: Date): Attachment[] {
  switch (kind) {
    case 'registration-confirmed':
    case 'registration-promoted':
    case 'registration-moved':
    case 'registration-again':
      return facts.status === 'waitlisted' ? [] : [...ticketsOf(facts), calendarFile(facts, words, now)];
    case 'reminder-hour':
      return ticketsOf(facts);
    case 'event-changed':
      return facts.status === 'waitlisted' ? [] : [calendarFile(facts, words, now)];
    case 'registration-cancelled':
    case 'event-cancelled':
      return [calendarFile(facts, words, now, true)];
    default:
      return [];
  }
}

const ticketsOf = (facts: RegistrationFacts) => (facts.format === 'offline' ? [ticketCode(facts)] : []);

/** What the event was, as queued with the change; undefined for a payload of another shape. */
function eventBefore(payload: unknown): EventBefore | undefined {
  const { title, startAt, endAt, timeZone, location } = (payload ?? {}) as Record<string, unknown>;
  const isWhole = [title, startAt, endAt, timeZone, location].every((value) => typeof value === 'string');
  if (!isWhole) return undefined;
  const texts = { title, timeZone, location } as { title: string; timeZone: string; location: string };
  return { ...texts, startAt: new Date(startAt as string), endAt: new Date(endAt as string) };
}
