import type { Transaction } from '../../db.ts';
import { InvalidField } from '../../errors.ts';
import { lockSeats } from './seats.ts';

interface Sides {
  format: string;
  visitorLimit: number;
  onlineLimit: number;
}

/**
 * Refuses a change of format that would leave somebody who is registered on a side that is no longer there. The seats are to be locked.
 * @throws InvalidField for a change from or to hybrid while people are registered, except from offline, and to offline with nobody online
 */
export async function refuseLostSide(tx: Transaction, eventId: number, before: Sides, after: Sides): Promise<void> {
  if (before.format === after.format || (before.format !== 'hybrid' && after.format !== 'hybrid')) return;
  if (before.format === 'offline') return;
  const [live] = await tx.$queryRaw<{ all: number; remote: number }[]>`
    SELECT count(*)::int AS all, count(*) FILTER (WHERE is_remote)::int AS remote
    FROM reg_for_the_event WHERE event_id = ${eventId} AND status <> 'cancelled'`;
  const { all, remote } = live!;
  if (after.format === 'offline' && remote > 0) throw new InvalidField('format', 'format_remote', { count: remote });
  if (after.format !== 'offline' && all > 0) throw new InvalidField('format', 'format_registered', { count: all });
}

/**
 * Sets the limits of both sides. The condition is in the statement, so that nobody can register between the look and the change.
 * @throws InvalidField naming the side whose limit is below the seats taken
 */
export async function changeLimits(tx: Transaction, eventId: number, { visitorLimit, onlineLimit }: Sides): Promise<void> {
  const changed = await tx.$executeRaw`
    UPDATE event_seats SET seat_limit = ${visitorLimit}, online_limit = ${onlineLimit}
    WHERE event_id = ${eventId} AND seats_taken <= ${visitorLimit} AND online_taken <= ${onlineLimit}`;
  if (changed > 0) return;
  const { seatsTaken, onlineTaken } = await lockSeats(tx, eventId);
  throw seatsTaken > visitorLimit
    ? new InvalidField('visitor_limit', 'limit_below_taken', { count: seatsTaken })
    : new InvalidField('online_limit', 'limit_below_taken', { count: onlineTaken });
}
