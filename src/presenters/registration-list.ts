import type { RegistrationStatus } from '../policies/registrations.ts';
import type { Words } from './formatter.ts';
import { paymentState } from './payment.ts';
import { canCancel, possibleStatuses } from './registrations.ts';
import { sideText } from './sides.ts';
import { fullName, liveEmail } from './visitor-names.ts';

interface ListedRegistration {
  id: number;
  status: RegistrationStatus;
  isRemote: boolean;
  format: string;
  price: number;
  billedAmount: number;
  refundAmount: number;
  createdAt: Date;
  confirmedAt: Date | null;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  title: string;
  eventId: number;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  eventStatus: string;
}

/** A registration as a row of an organizer's list. */
export function listRow(row: ListedRegistration, { t, fmt }: Words, now = new Date()) {
  const { id, status, timeZone } = row;
  const event = { status: row.eventStatus, startAt: row.startAt, endAt: row.endAt };
  const payment = paymentState(row);
  const amounts = { refunded: row.refundAmount, refund_due: row.billedAmount - row.refundAmount, due: 0, paid: 0, none: 0 };
  return {
    id,
    href: `/registrations/${id}`,
    name: fullName(row, t),
    email: liveEmail(row.email),
    phone: row.phone ? fmt.phone(row.phone) : '',
    title: row.title,
    eventId: row.eventId,
    when: fmt.short(row.startAt, timeZone),
    side: row.format === 'hybrid' ? sideText({ t }, row.isRemote ? 'online' : 'offline') : '',
    created: fmt.short(row.createdAt, timeZone),
    status,
    isConfirmed: status === 'registered' && isOfThisDate(row.confirmedAt, row.startAt),
    payment,
    amount: amounts[payment] ? fmt.money(amounts[payment]) : '',
    actions: possibleStatuses({ status, event }, now).map((value) => ({ value, label: actionText(t, value, status) })),
    canCancel: canCancel({ status, event }, now),
  };
}

/** People confirm a day before; what they said long before the start was about an earlier date. */
const isOfThisDate = (confirmedAt: Date | null, startAt: Date): boolean =>
  confirmedAt !== null && startAt.getTime() - confirmedAt.getTime() < 48 * 60 * 60 * 1000;

/** What pressing a button for a status does: somebody in line is given a seat, somebody marked is put back. */
export const actionText = (t: Words['t'], to: 'registered' | 'attended' | 'no_show' | 'cancelled', from: RegistrationStatus): string =>
  t(`registrations:show.${to === 'registered' && from === 'waitlisted' ? 'seat' : to}`);

/** The address of the list with its filters, from the registration `after` on; '' when there is no such page. */
export function pageHref(filter: Record<string, string>, after: number | null): string {
  const { after: _, ...kept } = filter;
  const given = Object.entries(kept).filter(([, value]) => value !== '');
  const query = new URLSearchParams([...given, ...(after === null ? [] : [['after', String(after)]])] as [string, string][]);
  return query.size > 0 ? `/registrations?${query}` : '/registrations';
}

/** The values of views/shared/_confirm.ejs for cancelling all that was ticked. */
export function bulkCancellation(ids: number[], back: string, { t }: Words) {
  return {
    title: t('registrations:bulk.cancel_title'),
    consequences: [
      t('registrations:bulk.cancel_count', { count: ids.length }),
      t('registrations:bulk.cancel_seats'),
      t('registrations:bulk.cancel_money'),
      t('registrations:bulk.cancel_settled'),
    ],
    action: '/registrations/bulk',
    button: t('registrations:cancellation.confirm'),
    keep: { href: back, label: t('registrations:cancellation.keep_organizer') },
    back: { href: back, label: t('registrations:show.back') },
    fields: [
      ...ids.map((id) => ({ name: 'ids', value: id })),
      { name: 'action', value: 'cancelled' },
      { name: 'confirmed', value: 'yes' },
      { name: 'back', value: back },
    ],
  };
}
