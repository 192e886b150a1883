import type { Transaction } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';

/** What somebody said in webinars stays, without a name; whatever still watches in their name watches no more. */
export async function eraseFromWebinars(tx: Transaction, person: { id: number; email: string; isConfirmed: boolean }): Promise<void> {
  await tx.$executeRaw`DELETE FROM webinar_hosts WHERE account_id = ${person.id}`;
  await forgetNames(
    tx,
    Prisma.sql`x.account_id = ${person.id} OR ${person.isConfirmed} AND x.registration_id IN (
      SELECT r.id FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id WHERE lower(v.email_address) = lower(${person.email}))`,
  );
}

/** The same of all who were registered for the webinars of an organizer who leaves. */
export const eraseOwnViewers = (tx: Transaction, organizerId: number): Promise<void> =>
  forgetNames(tx, Prisma.sql`x.registration_id IN (SELECT id FROM reg_for_the_event WHERE organizer_id = ${organizerId})`);

/** The log has the names too, as they were told to everybody. */
async function forgetNames(tx: Transaction, whose: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    WITH forgotten AS (UPDATE webinar_viewers x SET name = '', device = NULL WHERE ${whose} RETURNING x.id, x.event_id)
    UPDATE webinar_log l SET data = l.data || '{"name": ""}' FROM forgotten f
    WHERE l.event_id = f.event_id AND l.data ? 'name' AND l.data -> 'viewerId' = to_jsonb(f.id)`;
}
