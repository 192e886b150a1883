import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import type { Position } from './catalogue.ts';
import { listedColumns } from './listed.ts';
import type { ListedEvent } from './listed.ts';

/** An event in its organizer's list. `billed` is in minor units, refunds already taken off. */
export interface OwnEvent extends ListedEvent {
  waitlisted: number;
  billed: number;
}

export type OwnState = 'upcoming' | 'draft' | 'past' | 'cancelled';

interface OwnQuery {
  /** Whose events; null is everybody's (admins). */
  ownerId: number | null;
  state: OwnState;
  after?: Position | null;
  limit?: number;
}

/** One page of an organizer's events of one state: what comes next first, what is over latest first. */
export async function listOwnEvents(
  { ownerId, state, after = null, limit = 20 }: OwnQuery,
  now = new Date(),
): Promise<{ events: OwnEvent[]; hasNext: boolean }> {
  const isDescending = state === 'past' || state === 'cancelled';
  const direction = isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const found = await db.$queryRaw<OwnEvent[]>`
    SELECT ${listedColumns}, r.waitlisted, r.billed
    FROM events e JOIN event_seats s ON s.event_id = e.id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status = 'waitlisted')::int AS waitlisted,
        coalesce(sum(billed_amount - refund_amount), 0)::float8 AS billed
      FROM reg_for_the_event WHERE event_id = e.id) r
    WHERE ${ownedBy(ownerId)} AND ${inState(state, now)} ${beyond(after, isDescending)}
    ORDER BY e.start_at ${direction}, e.id ${direction} LIMIT ${limit + 1}`;
  return { events: found.slice(0, limit), hasNext: found.length > limit };
}

/** How many events an organizer has of each state. */
export async function countOwnEvents(ownerId: number | null, now = new Date()): Promise<Record<OwnState, number>> {
  const count = (state: OwnState) => Prisma.sql`count(*) FILTER (WHERE ${inState(state, now)})::int`;
  const [counts] = await db.$queryRaw<Record<OwnState, number>[]>`
    SELECT ${count('upcoming')} AS upcoming, ${count('draft')} AS draft, ${count('past')} AS past, ${count('cancelled')} AS cancelled
    FROM events e WHERE ${ownedBy(ownerId)}`;
  return counts!;
}

const ownedBy = (ownerId: number | null) => (ownerId === null ? Prisma.sql`true` : Prisma.sql`e.organizer_id = ${ownerId}`);

function inState(state: OwnState, now: Date): Prisma.Sql {
  if (state === 'upcoming') return Prisma.sql`e.status = 'published' AND e.end_at > ${now}`;
  if (state === 'past') return Prisma.sql`e.status = 'published' AND e.end_at <= ${now}`;
  return Prisma.sql`e.status = ${state}`;
}

function beyond(after: Position | null, isDescending: boolean): Prisma.Sql {
  if (!after) return Prisma.empty;
  const sign = isDescending ? Prisma.sql`<` : Prisma.sql`>`;
  return Prisma.sql`AND (e.start_at, e.id) ${sign} (${after.startAt}, ${after.id}::int)`;
}
