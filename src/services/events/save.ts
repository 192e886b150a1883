import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict, InvalidField } from '../../errors.ts';
import { motifFor } from '../../formats/covers/index.ts';
import type { Event } from '../../generated/client.ts';
import { forgetCatalogue } from './catalogue.ts';
import { queueEventChanged } from './mails.ts';
import { lockSeats, promoteWaitlist } from './seats.ts';
import { listTopics } from './topics.ts';

/** An event as its organizer describes it. `price` is in minor units; the place that does not fit the format is empty. */
export interface EventInput {
  title: string;
  description: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: 'offline' | 'online';
  location: string;
  onlineUrl: string;
  visitorLimit: number;
  price: number;
  topicId: number | null;
  status?: 'draft' | 'published' | undefined;
}

/**
 * Makes an event, published unless it is to be a draft.
 * @throws InvalidField for an unknown topic, or for an end that has passed when it is to be published
 */
export async function createEvent(organizerId: number, input: EventInput, now = new Date()): Promise<{ id: number }> {
  const { status = 'published', ...rest } = input;
  refusePastEnd(status, input.endAt, now);
  const coverMotif = await motifOf(input);
  const event = await db.event.create({
    data: { ...rest, status, coverMotif, organizerId, seats: { create: { seatLimit: input.visitorLimit } } },
    select: { id: true },
  });
  forgetCatalogue();
  return event;
}

/**
 * Saves an event. A published one stays published; people who registered are told by mail when its time, place or name
 * changes, and free seats go to the first of the waiting list: with a larger limit, or when an event that was over takes place after all.
 * @throws Conflict for a cancelled event
 * @throws InvalidField for an unknown topic, a limit below the seats taken, an end that has passed
 */
export async function updateEvent(id: number, input: EventInput, now = new Date()): Promise<void> {
  // Asked before the transaction: inside it every editor would hold a connection and wait for one more.
  const motif = await motifOf(input);
  await db.$transaction(async (tx) => {
    await lockSeats(tx, id);
    const before = await tx.event.findUniqueOrThrow({ where: { id } });
    if (before.status === 'cancelled') throw new Conflict('event_cancelled');
    const status = before.status === 'draft' ? (input.status ?? 'draft') : before.status;
    if (before.status === 'draft' || before.endAt.getTime() !== input.endAt.getTime()) {
      refusePastEnd(status, input.endAt, now);
    }
    await changeLimit(tx, id, input.visitorLimit);
    const coverMotif = before.topicId === input.topicId && before.coverMotif ? before.coverMotif : motif;
    await tx.event.update({ where: { id }, data: { ...input, status, coverMotif }, select: { id: true } });
    await promoteWaitlist(tx, id);
    if (before.status === 'published' && input.endAt > now && isNews(before, input)) {
      await queueEventChanged(tx, before);
    }
  });
  forgetCatalogue();
}

function refusePastEnd(status: string, endAt: Date, now: Date): void {
  if (status === 'published' && endAt <= now) throw new InvalidField('end_at', 'end_past');
}

/** The picture follows the topic; a new title alone never changes a picture that people know. */
async function motifOf({ topicId, title }: EventInput): Promise<string> {
  if (topicId === null) return motifFor('', title, title);
  const topic = (await listTopics()).find(({ id }) => id === topicId);
  if (!topic) throw new InvalidField('topic_id', 'topic');
  return motifFor(topic.slug, title, title);
}

/** The condition is in the statement, so that nobody can register between the look and the change. */
async function changeLimit(tx: Transaction, eventId: number, limit: number): Promise<void> {
  const changed = await tx.$executeRaw`
    UPDATE event_seats SET seat_limit = ${limit} WHERE event_id = ${eventId} AND seats_taken <= ${limit}`;
  if (changed > 0) return;
  const { seatsTaken } = await lockSeats(tx, eventId);
  throw new InvalidField('visitor_limit', 'limit_below_taken', { count: seatsTaken });
}

const isNews = (before: Event, input: EventInput): boolean =>
  before.startAt.getTime() !== input.startAt.getTime() ||
  before.endAt.getTime() !== input.endAt.getTime() ||
  (['title', 'timeZone', 'format', 'location', 'onlineUrl'] as const).some((name) => before[name] !== input[name]);
