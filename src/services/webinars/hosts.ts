import { db } from '../../db.ts';
import { InvalidField, NotFound } from '../../errors.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import type { ShownPerson } from '../people/shown.ts';

/** More would be an audience. */
const MOST_HOSTS = 20;

/** Who helps to hold a webinar, in the order in which they were named. */
export function listHosts(eventId: number): Promise<ShownPerson[]> {
  return db.$queryRaw<ShownPerson[]>`
    SELECT ${shownColumns} FROM ${shownTables} JOIN webinar_hosts h ON h.account_id = a.id
    WHERE h.event_id = ${eventId} ORDER BY h.created_at, a.id`;
}

/**
 * Names somebody who may broadcast and moderate too. Safe to repeat.
 * @throws InvalidField if nobody with a confirmed account has the address, or there are enough hosts
 */
export async function addHost(eventId: number, email: string): Promise<void> {
  const [account] = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM accounts WHERE lower(email) = lower(${email}) AND email_confirmed_at IS NOT NULL AND deleted_at IS NULL`;
  if (!account) throw new InvalidField('email', 'no_account');
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO webinars (event_id) VALUES (${eventId}) ON CONFLICT DO NOTHING`;
    await tx.$queryRaw`SELECT 1 FROM webinars WHERE event_id = ${eventId} FOR UPDATE`;
    if ((await tx.webinarHost.count({ where: { eventId, accountId: { not: account.id } } })) >= MOST_HOSTS)
      throw new InvalidField('email', 'too_many', { count: MOST_HOSTS });
    await tx.$executeRaw`INSERT INTO webinar_hosts (event_id, account_id) VALUES (${eventId}, ${account.id}) ON CONFLICT DO NOTHING`;
  });
}

/** @throws NotFound if that account is no co-host */
export async function removeHost(eventId: number, accountId: number): Promise<void> {
  const { count } = await db.webinarHost.deleteMany({ where: { eventId, accountId } });
  if (count === 0) throw new NotFound();
}
