import { forSide, takesSeat } from '../policies/registrations.ts';
import { placeText } from './events.ts';
import type { Words } from './formatter.ts';
import { numberText } from './registrations.ts';
import type { ShownRegistration } from './registrations.ts';
import { fullName } from './visitor-names.ts';

/** The values of views/shared/_confirm.ejs for a cancellation; `isOwn`: asked of the visitor, not of the organizer. */
export function cancellationQuestion(registration: ShownRegistration, words: Words, base: string, isOwn: boolean) {
  const { t, fmt } = words;
  const { event, status } = registration;
  return {
    title: t(`registrations:cancellation.${status === 'waitlisted' && isOwn ? 'title_waitlist' : 'title'}`),
    facts: {
      tile: fmt.tile(event.startAt, event.timeZone),
      title: event.title,
      note: `${fmt.dayLong(event.startAt, event.timeZone)}, ${fmt.span(event.startAt, event.endAt, event.timeZone)} · ${placeText(t, forSide(event, registration.isRemote))}`,
    },
    consequences: consequencesOf(registration, words, isOwn),
    action: `${base}/cancellation`,
    button: t('registrations:cancellation.confirm'),
    keep: { href: base, label: t(`registrations:cancellation.${isOwn ? 'keep' : 'keep_organizer'}`) },
    back: { href: base, label: t('registrations:ticket.title', { number: numberText(words, registration.id) }) },
  };
}

function consequencesOf(registration: ShownRegistration, words: Words, isOwn: boolean): string[] {
  const { t, fmt } = words;
  const { status, position, billedAmount, refundAmount, visitor } = registration;
  const [number, amount] = [numberText(words, registration.id), fmt.money(billedAmount - refundAmount)];
  return [
    status === 'waitlisted'
      ? isOwn && t('registrations:cancellation.place', { position })
      : t('registrations:cancellation.ticket', { number }),
    billedAmount > refundAmount && t('registrations:cancellation.money', { amount }),
    status !== 'waitlisted' && t(`registrations:cancellation.${isOwn ? 'seat' : 'freed'}`),
    !isOwn && t('registrations:cancellation.organizer', { name: fullName(visitor, t), email: visitor.email }),
  ].filter((line) => line !== false);
}

/** The values of views/shared/_confirm.ejs for a deletion. */
export function deletionQuestion(registration: ShownRegistration, words: Words) {
  const { t, fmt } = words;
  const { id, event, visitor, status } = registration;
  const base = `/registrations/${id}`;
  return {
    title: t('registrations:deletion.title'),
    lead: `${fullName(visitor, t)} · ${event.title} · ${fmt.when(event.startAt, event.timeZone)}`,
    consequences: [
      t('registrations:deletion.gone'),
      ...(takesSeat(status) ? [t('registrations:cancellation.freed')] : []),
      ...(status === 'cancelled' ? [] : [t('registrations:deletion.silent')]),
    ],
    action: `${base}/deletion`,
    button: t('registrations:deletion.confirm'),
    keep: { href: base, label: t('registrations:deletion.keep') },
    back: { href: base, label: t('registrations:ticket.title', { number: numberText(words, id) }) },
  };
}
