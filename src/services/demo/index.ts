import { hash } from 'bcrypt';
import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { motifFor } from '../../formats/covers/index.ts';
import { zonedToUtc } from '../../formats/dates.ts';
import { demoEvents } from './events.ts';
import type { DemoEvent } from './events.ts';
import { person } from './people.ts';
import { demoRegistrations } from './registrations.ts';
import type { DemoRegistration } from './registrations.ts';

export const DEMO_PASSWORD = 'tochka-sbora';
const DAY_MS = 86_400_000;
const ZONE = 'Europe/Moscow';

/** People in each organizer's list. */
const crowds = { marina: 320, library: 140 } as const;
type Organizer = keyof typeof crowds;

/** Whether nobody has used this database yet. */
export async function isEmptyDatabase(): Promise<boolean> {
  const [found] = await db.$queryRaw<{ used: boolean }[]>`SELECT EXISTS (SELECT 1 FROM accounts) AS used`;
  return !found?.used;
}

/** Fills an empty site with a season of events around today, their visitors, money and three accounts to log in with. */
export async function loadDemoData(now: Date = new Date()): Promise<void> {
  const passwordHash = await hash(DEMO_PASSWORD, 10);
  await db.$transaction(
    async (tx) => {
      const organizers = await createAccounts(tx, passwordHash, now);
      const visitors = {
        marina: await createVisitors(tx, organizers.marina, 'marina'),
        library: await createVisitors(tx, organizers.library, 'library'),
      };
      for (const [index, event] of demoEvents.entries()) {
        await createEvent(tx, event, index, organizers[event.organizer], visitors[event.organizer], now);
      }
    },
    { timeout: 60_000 },
  );
  await db.$executeRaw`ANALYZE`;
}

async function createAccounts(tx: Transaction, passwordHash: string, now: Date): Promise<Record<Organizer, number>> {
  const common = { passwordHash, emailConfirmedAt: now };
  const create = async (data: { email: string; firstName: string; lastName: string; role: string }) =>
    (await tx.account.create({ data: { ...data, ...common }, select: { id: true } })).id;
  await create({ email: 'admin@example.org', firstName: 'Вера', lastName: 'Админова', role: 'admin' });
  await create({ email: 'participant@example.org', firstName: 'Алексей', lastName: 'Титов', role: 'participant' });
  return {
    marina: await create({ email: 'organizer@example.org', firstName: 'Марина', lastName: 'Соколова', role: 'organizer' }),
    library: await create({ email: 'library@example.org', firstName: 'Библиотека', lastName: 'на Бауманской', role: 'organizer' }),
  };
}

/** The ids of an organizer's visitors; the first is the demo participant. */
async function createVisitors(tx: Transaction, organizerId: number, list: Organizer): Promise<number[]> {
  const participant = { firstName: 'Алексей', lastName: 'Титов', email: 'participant@example.org', phone: '+79161234567' };
  const people = [participant, ...Array.from({ length: crowds[list] - 1 }, (_, n) => person(n, list))];
  const rows = await tx.visitor.createManyAndReturn({
    data: people.map(({ firstName, lastName, email, phone }) => ({
      organizerId,
      firstName,
      lastName,
      emailAddress: email,
      phoneNumber: phone,
    })),
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

async function createEvent(
  tx: Transaction,
  event: DemoEvent,
  index: number,
  organizerId: number,
  visitors: number[],
  now: Date,
): Promise<void> {
  const startAt = startOf(event, now);
  const registrations = event.state === 'draft' ? [] : demoRegistrations(event, startAt, visitors.length, index + 7, now);
  const topic = await tx.topic.findUniqueOrThrow({ where: { slug: event.topic }, select: { id: true } });
  const { id } = await tx.event.create({
    data: {
      organizerId,
      title: event.title,
      status: event.state ?? 'published',
      description: event.text,
      startAt,
      endAt: new Date(startAt.getTime() + event.hours * 3_600_000),
      timeZone: ZONE,
      ...(event.online ? { format: 'online', onlineUrl: event.place } : { format: 'offline', location: event.place }),
      visitorLimit: event.seats,
      price: event.price * 100,
      topicId: topic.id,
      coverMotif: motifFor(event.topic, event.title, String(index)),
      ...(event.state === 'cancelled'
        ? { cancelledAt: new Date(now.getTime() - DAY_MS), cancelReason: 'Вода поднялась: идти на байдарках опасно.' }
        : {}),
      createdAt: new Date(Math.min(startAt.getTime() - 30 * DAY_MS, now.getTime() - 3 * DAY_MS)),
      seats: { create: { seatLimit: event.seats, seatsTaken: registrations.filter(takesSeat).length } },
    },
    select: { id: true },
  });
  await createRegistrations(tx, registrations, { organizerId, eventId: id, price: event.price * 100, visitors });
  const expenses = Object.entries(event.expenses ?? {});
  await tx.expense.createMany({
    data: expenses.map(([title, roubles]) => ({
      eventId: id,
      title,
      amount: roubles * 100,
      spentAt: new Date(startAt.getTime() - 5 * DAY_MS),
    })),
  });
}

const takesSeat = ({ status }: DemoRegistration) => status !== 'cancelled' && status !== 'waitlisted';

function startOf(event: DemoEvent, now: Date): Date {
  const day = new Date(now.getTime() + event.day * DAY_MS).toISOString().slice(0, 10);
  return zonedToUtc(`${day}T${event.time}`, ZONE)!;
}

async function createRegistrations(
  tx: Transaction,
  registrations: DemoRegistration[],
  event: { organizerId: number; eventId: number; price: number; visitors: number[] },
): Promise<void> {
  await tx.registration.createMany({
    data: registrations.map((one) => ({
      organizerId: event.organizerId,
      eventId: event.eventId,
      visitorId: event.visitors[one.visitor]!,
      status: one.status,
      price: event.price,
      billedAmount: one.billed,
      billedAt: one.billed > 0 ? one.createdAt : null,
      refundAmount: one.refunded,
      refundedAt: one.refundedAt,
      waitlistedAt: one.waitlistedAt,
      createdAt: one.createdAt,
    })),
  });
}
