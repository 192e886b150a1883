import type { PoolClient } from 'pg';
import { motifFor } from '../../../formats/covers/index.ts';
import { copyIn } from './copy-in.ts';
import type { Columns } from './copy-in.ts';
import type { LargeEvent } from './events.ts';
import type { LargeExpense } from './expenses.ts';
import type { Ids } from './ids.ts';
import { largePerson, localeOf } from './people.ts';
import type { LargePlan } from './plan.ts';
import type { LargeRegistration } from './registrations.ts';
import { descriptionOf } from './titles.ts';

const moment = (milliseconds: number | null): Date | null => (milliseconds === null ? null : new Date(milliseconds));

/** Writes the events; like all below, under the ids that the rows have in this database. */
export function copyEvents(client: PoolClient, { events }: LargePlan, ids: Ids): Promise<void> {
  const columns: Columns<LargeEvent> = {
    id: ({ number }) => ids.events[number]!,
    organizer_id: () => ids.organizer,
    title: ({ title }) => title,
    status: ({ status }) => status,
    description: ({ number }) => descriptionOf(number),
    start_at: ({ startAt }) => new Date(startAt),
    end_at: ({ endAt }) => new Date(endAt),
    time_zone: ({ place }) => place.zone,
    format: ({ isOnline }) => (isOnline ? 'online' : 'offline'),
    location: ({ isOnline, place }) => (isOnline ? '' : place.address),
    online_url: ({ isOnline, number }) => (isOnline ? `https://example.org/online/${number + 1}` : ''),
    visitor_limit: ({ seatLimit }) => seatLimit,
    price: ({ price }) => price,
    topic_id: ({ topic }) => ids.topics.get(topic) ?? null,
    cover_motif: ({ topic, title, number }) => motifFor(topic, title, String(number)),
    cancel_reason: ({ cancelReason }) => cancelReason,
    cancelled_at: ({ cancelledAt }) => moment(cancelledAt),
    created_at: ({ createdAt }) => new Date(createdAt),
    updated_at: ({ createdAt, cancelledAt }) => new Date(cancelledAt ?? createdAt),
  };
  return copyIn(client, 'events', columns, events);
}

/** Writes limits and seats taken; the events come first. */
export function copySeats(client: PoolClient, { events, seatsTaken }: LargePlan, ids: Ids): Promise<void> {
  const columns: Columns<LargeEvent> = {
    event_id: ({ number }) => ids.events[number]!,
    seat_limit: ({ seatLimit }) => seatLimit,
    seats_taken: ({ number }) => seatsTaken[number]!,
  };
  return copyIn(client, 'event_seats', columns, events);
}

/** Writes the people. */
export function copyVisitors(client: PoolClient, { visitors, metAt }: LargePlan, ids: Ids): Promise<void> {
  const columns: Columns<number> = {
    id: (number) => ids.visitors[number]!,
    organizer_id: () => ids.organizer,
    first_name: (number) => largePerson(number).firstName,
    last_name: (number) => largePerson(number).lastName,
    email_address: (number) => largePerson(number).email,
    phone_number: (number) => largePerson(number).phone,
    created_at: (number) => new Date(metAt[number]!),
    updated_at: (number) => new Date(metAt[number]!),
  };
  return copyIn(client, 'visitors', columns, visitors);
}

/** Writes registrations; events and visitors come first. The tokens of the tickets are left to the database: they stay secret. */
export function copyRegistrations(client: PoolClient, registrations: Iterable<LargeRegistration>, ids: Ids): Promise<void> {
  const columns: Columns<LargeRegistration> = {
    organizer_id: () => ids.organizer,
    event_id: ({ event }) => ids.events[event.number]!,
    visitor_id: ({ visitor }) => ids.visitors[visitor]!,
    status: ({ status }) => status,
    price: ({ price }) => price,
    billed_amount: ({ billed }) => billed,
    billed_at: ({ billedAt }) => moment(billedAt),
    refund_amount: ({ refunded }) => refunded,
    refunded_at: ({ refundedAt }) => moment(refundedAt),
    cancelled_at: ({ cancelledAt }) => moment(cancelledAt),
    waitlisted_at: ({ status, createdAt }) => (status === 'waitlisted' ? new Date(createdAt) : null),
    locale: ({ visitor }) => localeOf(visitor),
    created_at: ({ createdAt }) => new Date(createdAt),
    updated_at: ({ updatedAt }) => new Date(updatedAt),
  };
  return copyIn(client, 'reg_for_the_event', columns, registrations);
}

/** Writes the expenses; the events come first. */
export function copyExpenses(client: PoolClient, { expenses }: LargePlan, ids: Ids): Promise<void> {
  const columns: Columns<LargeExpense> = {
    event_id: ({ event }) => ids.events[event.number]!,
    title: ({ title }) => title,
    amount: ({ amount }) => amount,
    spent_at: ({ spentAt }) => new Date(spentAt).toISOString().slice(0, 10),
    created_at: ({ spentAt }) => new Date(spentAt),
    updated_at: ({ spentAt }) => new Date(spentAt),
  };
  return copyIn(client, 'expenses', columns, expenses);
}
