import { motifFor } from '../../../formats/covers/index.ts';
import { demoEvents } from '../events/index.ts';
import type { DemoEvent } from '../events/event.ts';
import { nameOf } from '../people/index.ts';
import { organizers } from '../people/known.ts';
import { DAY_MS, HOUR_MS, ZONE, before, earlier, onDay, soon } from '../times.ts';
import { insertWithIds } from './insert.ts';
import { occasionOf } from './occasion.ts';
import { demoRegistrations, takesSeat } from './registrations.ts';
import type { DemoRegistration } from './registrations.ts';
import { loadVisitors } from './visitors.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

export interface LoadedEvent {
  id: number;
  organizerId: number;
  event: DemoEvent;
  startAt: Date;
  endAt: Date;
  registrations: (DemoRegistration & { id: number })[];
}

/** Makes the events, their seats and expenses, the organizers' lists of visitors, and the registrations in the order of time. */
export async function loadEvents(world: World): Promise<LoadedEvent[]> {
  const planned = demoEvents.map((event, n) => plan(world, event, n));
  const rows = await world.tx.event.createManyAndReturn({ data: planned.map(({ row }) => row), select: { id: true } });
  const events = planned.map((one, n) => ({ ...one, id: rows[n]!.id }));
  await world.tx.eventSeats.createMany({ data: events.map(seatsRow) });
  await world.tx.expense.createMany({ data: events.flatMap(expenseRows) });
  const visitors = await loadVisitors(world, events);
  const all = events
    .flatMap(({ id, organizerId, registrations }, n) => registrations.map((one) => ({ one, n, eventId: id, organizerId })))
    .toSorted((a, b) => a.one.createdAt.getTime() - b.one.createdAt.getTime());
  const rowsOfAll = all.map(({ one: { person, ...one }, eventId, organizerId }) => {
    const visitorId = known(visitors, `${organizerId} ${person}`);
    return { ...one, eventId, organizerId, visitorId };
  });
  const ids = await insertWithIds(world.tx, 'reg_for_the_event', rowsOfAll);
  const loaded = events.map(({ id, organizerId, event, row }) => ({
    id,
    organizerId,
    event,
    startAt: row.startAt,
    endAt: row.endAt,
    registrations: [] as LoadedEvent['registrations'],
  }));
  for (const [n, { one, n: event }] of all.entries()) loaded[event]!.registrations.push({ ...one, id: ids[n]! });
  return loaded;
}

type Planned = ReturnType<typeof plan>;

function plan(world: World, event: DemoEvent, n: number) {
  const startAt = event.inMinutes ? soon(world.now, event.inMinutes) : onDay(world.now, event.day, event.time, event.on);
  const organizerId = known(world.accounts, nameOf(organizers[event.organizer]));
  const row = eventRow(world, { event, n, startAt, organizerId });
  const registrations = demoRegistrations(occasionOf(world, event, n, row), world.now);
  return { event, organizerId, row, registrations };
}

function eventRow(world: World, { event, n, startAt, organizerId }: { event: DemoEvent; n: number; startAt: Date; organizerId: number }) {
  return {
    organizerId,
    title: event.title,
    status: event.state ?? 'published',
    description: event.text,
    startAt,
    endAt: new Date(startAt.getTime() + event.hours * HOUR_MS),
    timeZone: ZONE,
    ...formatOf(event),
    visitorLimit: event.seats,
    price: event.price * 100,
    topicId: known(world.topics, event.topic),
    tags: event.tags ?? [],
    groupId: event.group ? known(world.groups, event.group) : null,
    membersOnly: event.membersOnly ?? false,
    prefersReliable: event.prefersReliable ?? false,
    coverMotif: event.motif ?? motifFor(known(world.rootTopics, event.topic), event.title, String(n)),
    cancelledAt: event.state === 'cancelled' ? before(world.now, DAY_MS) : null,
    cancelReason: event.cancelReason ?? '',
    createdAt: event.announced
      ? before(world.now, event.announced * DAY_MS)
      : earlier(before(startAt, 31 * DAY_MS), before(world.now, 30 * DAY_MS)),
  };
}

function formatOf(event: DemoEvent) {
  if (event.online) return { format: 'online', onlineUrl: event.place, hasWebinar: event.webinar ?? false };
  if (!event.remote) return { format: 'offline', location: event.place };
  const { url, seats, price } = event.remote;
  return { format: 'hybrid', location: event.place, onlineUrl: url, onlineLimit: seats, onlinePrice: price * 100 };
}

function seatsRow({ id, event, registrations }: Planned & { id: number }) {
  const taken = registrations.filter(takesSeat);
  return {
    eventId: id,
    seatLimit: event.seats,
    seatsTaken: taken.filter(({ isRemote }) => !isRemote).length,
    onlineLimit: event.remote?.seats ?? 0,
    onlineTaken: taken.filter(({ isRemote }) => isRemote).length,
  };
}

const expenseRows = ({ id, event, row }: Planned & { id: number }) =>
  Object.entries(event.expenses ?? {}).map(([title, roubles]) => ({
    eventId: id,
    title,
    amount: roubles * 100,
    spentAt: before(row.startAt, 5 * DAY_MS),
  }));
