import { DateTime } from 'luxon';
import { db } from '../../db.ts';
import { listOrganizedGroups } from '../groups/organized.ts';
import { copyPicture } from '../media/copy.ts';

/** Makes a draft with the same words at the same time of the week: the next week, or the first one still to come. */
export async function copyEvent(id: number, organizerId: number, now = new Date()): Promise<{ id: number }> {
  const event = await db.event.findUniqueOrThrow({ where: { id } });
  const { title, description, timeZone, format, location, onlineUrl, hasWebinar, visitorLimit, price, onlineLimit, onlinePrice } = event;
  const { topicId, tags, groupId, membersOnly, prefersReliable, coverMotif } = event;
  const weeks = weeksUntilFuture(event.startAt, now);
  const later = (date: Date) => DateTime.fromJSDate(date, { zone: timeZone }).plus({ weeks }).toJSDate();
  return db.event.create({
    data: {
      ...{ title, description, timeZone, format, location, onlineUrl, hasWebinar, visitorLimit, price, onlineLimit, onlinePrice },
      ...{ topicId, tags, prefersReliable, coverMotif, ...((await isOrganizing(groupId, organizerId)) ? { groupId, membersOnly } : {}) },
      organizerId,
      coverId: await copyPicture(db, event.coverId, organizerId),
      startAt: later(event.startAt),
      endAt: later(event.endAt),
      seats: { create: { seatLimit: visitorLimit, onlineLimit } },
    },
    select: { id: true },
  });
}

/** A copy of somebody else's event, or of one in a group that one no longer leads, belongs to no group. */
const isOrganizing = async (groupId: number | null, accountId: number): Promise<boolean> =>
  groupId !== null && (await listOrganizedGroups(accountId)).some(({ id }) => id === groupId);

const WEEK_MS = 7 * 86_400_000;
const weeksUntilFuture = (startAt: Date, now: Date): number => Math.max(1, Math.ceil((now.getTime() - startAt.getTime()) / WEEK_MS));
