import { db, sqlStateOf } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict, InvalidField } from '../../errors.ts';
import { motifFor } from '../../formats/covers/index.ts';
import type { Event } from '../../generated/client.ts';
import { announce } from './announce.ts';
import { forgetCatalogue } from './catalogue.ts';
import { isNews, queueEventChanged } from './mails.ts';
import { lockSeats, promoteWaitlist } from './seats.ts';
import { changeLimits, refuseLostSide } from './sides.ts';
import { listTopics } from './topics.ts';

/** An event as its organizer describes it. Prices are in minor units; what does not fit the format is empty or 0. */
export interface EventInput {
  title: string;
  description: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: 'offline' | 'online' | 'hybrid';
  location: string;
  onlineUrl: string;
  /** The online side has its webinar here; then there is no link. */
  hasWebinar: boolean;
  visitorLimit: number;
  price: number;
  onlineLimit: number;
  onlinePrice: number;
  topicId: number | null;
  tags: string[];
  groupId: number | null;
  membersOnly: boolean;
  prefersReliable: boolean;
  /** Of an uploaded cover; left out, it stays as it is. */
  coverId?: string | null;
  status?: 'draft' | 'published' | undefined;
}

/**
 * Makes an event, published unless it is to be a draft; who waits for news of its group or its organizer is told then.
 * @throws InvalidField for an unknown topic, a group of others, or an end that has passed when it is to be published
 */
export async function createEvent(organizerId: number, input: EventInput, now = new Date()): Promise<{ id: number }> {
  const { status = 'published', ...rest } = input;
  refusePastEnd(status, input.endAt, now);
  const coverMotif = await motifOf(input);
  const seats = { create: { seatLimit: input.visitorLimit, onlineLimit: input.onlineLimit } };
  return saving(async (tx) => {
    const event = await tx.event.create({ data: { ...rest, status, coverMotif, organizerId, seats }, select: { id: true } });
    if (status === 'published') await announce(tx, event.id);
    return event;
  });
}

/**
 * Saves an event. A published one stays published; people who registered are told by mail when its time, place or name
 * changes, and free seats go to the first of the waiting list: with a larger limit, or when an event that was over takes place after all.
 * @throws Conflict for a cancelled event
 * @throws InvalidField for an unknown topic, a group of others, a limit below the seats taken, a side that somebody is on, an end that has passed,
 * or a webinar taken away that was on air
 */
export async function updateEvent(id: number, input: EventInput, now = new Date()): Promise<void> {
  // Asked before the transaction: inside it every editor would hold a connection and wait for one more.
  const motif = await motifOf(input);
  await saving(async (tx) => {
    await lockSeats(tx, id);
    const before = await tx.event.findUniqueOrThrow({ where: { id } });
    if (before.status === 'cancelled') throw new Conflict('event_cancelled');
    const status = before.status === 'draft' ? (input.status ?? 'draft') : before.status;
    if (before.status === 'draft' || before.endAt.getTime() !== input.endAt.getTime()) {
      refusePastEnd(status, input.endAt, now);
    }
    await refuseLostSide(tx, id, before, input);
    await refuseLostWebinar(tx, id, input);
    await changeLimits(tx, id, input);
    const coverMotif = before.topicId === input.topicId && before.coverMotif ? before.coverMotif : motif;
    await tx.event.update({ where: { id }, data: { ...input, status, coverMotif }, select: { id: true } });
    await promoteWaitlist(tx, id);
    if (status === 'published' && isNewToSome(before, input)) await announce(tx, id);
    if (before.status === 'published' && input.endAt > now && isNews(before, input)) {
      await queueEventChanged(tx, before);
    }
  });
}

/** What triggers know: an event that was rated is over, and not everybody may bring one into a group. */
const refusals: Record<string, () => InvalidField> = {
  TS016: () => new InvalidField('end_at', 'end_rated'),
  TS021: () => new InvalidField('group_id', 'group'),
};

async function saving<T>(write: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await db.$transaction(write);
  } catch (error) {
    throw refusals[sqlStateOf(error) ?? '']?.() ?? error;
  } finally {
    forgetCatalogue();
  }
}

/** Whether there are people who could not know of the event before. */
const isNewToSome = (before: Event, { groupId, membersOnly }: EventInput): boolean =>
  before.status !== 'published' || before.groupId !== groupId || (before.membersOnly && !membersOnly);

/** What was broadcast is at the address of the webinar. */
async function refuseLostWebinar(tx: Transaction, eventId: number, { hasWebinar }: EventInput): Promise<void> {
  const begun = hasWebinar ? 0 : await tx.webinar.count({ where: { eventId, state: { not: 'waiting' } } });
  if (begun > 0) throw new InvalidField('online_place', 'webinar_begun');
}

function refusePastEnd(status: string, endAt: Date, now: Date): void {
  if (status === 'published' && endAt <= now) throw new InvalidField('end_at', 'end_past');
}

/** The picture follows the topic; a new title alone never changes a picture that people know. */
async function motifOf({ topicId, title }: EventInput): Promise<string> {
  if (topicId === null) return motifFor('', title, title);
  const topic = (await listTopics()).find(({ id }) => id === topicId);
  if (!topic) throw new InvalidField('topic_id', 'topic');
  return motifFor(topic.rootSlug, title, title);
}
