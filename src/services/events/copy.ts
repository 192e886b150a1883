import { DateTime } from 'luxon';
import { db } from '../../db.ts';

/** Makes a draft with the same words at the same time of the week: the next week, or the first one still to come. */
export async function copyEvent(id: number, organizerId: number, now = new Date()): Promise<{ id: number }> {
  const event = await db.event.findUniqueOrThrow({ where: { id } });
  const { title, description, timeZone, format, location, onlineUrl, visitorLimit, price, topicId, coverMotif } = event;
  const weeks = weeksUntilFuture(event.startAt, now);
  const later = (date: Date) => DateTime.fromJSDate(date, { zone: timeZone }).plus({ weeks }).toJSDate();
  return db.event.create({
    data: {
      ...{ title, description, timeZone, format, location, onlineUrl, visitorLimit, price, topicId, coverMotif },
      organizerId,
      startAt: later(event.startAt),
      endAt: later(event.endAt),
      seats: { create: { seatLimit: visitorLimit } },
    },
    select: { id: true },
  });
}

const WEEK_MS = 7 * 86_400_000;
const weeksUntilFuture = (startAt: Date, now: Date): number => Math.max(1, Math.ceil((now.getTime() - startAt.getTime()) / WEEK_MS));
