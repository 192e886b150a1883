import type { Words } from './formatter.ts';
import { paymentState } from './payment.ts';
import { actionText } from './registration-list.ts';
import { canCancel, numberText, possibleStatuses, sideChoice } from './registrations.ts';
import type { ShownRegistration } from './registrations.ts';
import { fullName, liveEmail } from './visitor-names.ts';

interface RecordedRegistration extends ShownRegistration {
  billedAt: Date | null;
  refundedAt: Date | null;
  createdAt: Date;
  consentVersion: string | null;
  consentedAt: Date | null;
  visitor: ShownRegistration['visitor'] & { id: number; phone: string | null };
}

/** The values of a registration's page as its organizer sees it. */
export function registrationRecord(registration: RecordedRegistration, words: Words, now = new Date()) {
  const { t, fmt } = words;
  const { id, status, position, event, visitor, price, billedAmount, billedAt, refundAmount, refundedAt, createdAt } = registration;
  const sum = (amount: number, at: Date | null) =>
    at ? t('registrations:show.at', { amount: fmt.money(amount), when: fmt.short(at, event.timeZone) }) : t('registrations:show.none');
  const payment = paymentState(registration);
  const { consentVersion: version, consentedAt } = registration;
  return {
    base: `/registrations/${id}`,
    number: numberText(words, id),
    name: fullName(visitor, t),
    visitorHref: `/visitors/${visitor.id}`,
    email: liveEmail(visitor.email),
    phone: visitor.phone ? fmt.phone(visitor.phone) : '',
    eventHref: `/events/${event.id}`,
    title: event.title,
    when: fmt.when(event.startAt, event.timeZone),
    status,
    position,
    payment,
    price: price === 0 ? t('registrations:payment.free') : fmt.money(price),
    billed: sum(billedAmount, billedAt),
    refunded: sum(refundAmount, refundedAt),
    owed: payment === 'due' ? fmt.money(price - billedAmount) : '',
    created: fmt.short(createdAt, event.timeZone),
    consent: consentedAt
      ? t('registrations:show.consent_given', { version, when: fmt.short(consentedAt, event.timeZone) })
      : t('registrations:show.consent_none'),
    side: sideChoice(registration, words, true, now),
    mayChangeOrder: position !== null && event.prefersReliable,
    actions: possibleStatuses(registration, now).map((value) => ({ value, label: actionText(t, value, status) })),
    canCancel: canCancel(registration, now),
    canDelete: billedAmount === 0,
  };
}
