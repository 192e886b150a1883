import { toLocalInput } from '../formats/dates.ts';
import { zoneWords } from '../formats/time-zones.ts';
import type { Locale } from '../i18n.ts';
import { registrationStatuses, statusRefusal } from '../policies/registrations.ts';
import { typedMoney } from './event-form.ts';
import type { Words } from './formatter.ts';
import { numberText } from './registrations.ts';
import { fullName } from './visitor-names.ts';
import type { ShownRegistration } from './registrations.ts';

interface EditedRegistration extends ShownRegistration {
  billedAt: Date | null;
  refundedAt: Date | null;
  updatedAt: Date;
}

const typedMoment = (at: Date | null, zone: string): string => (at ? toLocalInput(at, zone) : '');

/** A registration as the fields of its form. */
export function editValues(registration: EditedRegistration, locale: Locale): Record<string, string> {
  const { status, billedAmount, billedAt, refundAmount, refundedAt, updatedAt, event } = registration;
  return {
    status,
    billed_amount: typedMoney(billedAmount, locale),
    billed_at: typedMoment(billedAt, event.timeZone),
    refund_amount: typedMoney(refundAmount, locale),
    refunded_at: typedMoment(refundedAt, event.timeZone),
    version: updatedAt.toISOString(),
  };
}

/** What stands around the fields. */
export function editPage(registration: EditedRegistration, words: Words, now = new Date()) {
  const { t, fmt } = words;
  const { id, event, visitor, price } = registration;
  return {
    base: `/registrations/${id}`,
    number: numberText(words, id),
    who: fullName(visitor, t),
    event: { title: event.title, when: fmt.when(event.startAt, event.timeZone) },
    price: fmt.money(price),
    zone: zoneWords(event.startAt, event.timeZone, words.locale),
    statuses: statusOptions(registration, t, now),
  };
}

/** The status it has and those that it may change to. */
function statusOptions({ status, event }: ShownRegistration, t: Words['t'], now: Date) {
  return registrationStatuses
    .filter((one) => one === status || (one !== 'waitlisted' && statusRefusal(status, one, event, now) === null))
    .map((value) => {
      const name = t(`shared:status.${value}`);
      return { value, label: value === status ? t('registrations:edit.status_current', { status: name }) : name };
    });
}
