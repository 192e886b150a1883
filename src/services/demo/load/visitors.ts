import { demoPeople } from '../people/index.ts';
import { insertWithIds } from './insert.ts';
import type { DemoRegistration } from './registrations.ts';
import type { World } from './world.ts';

interface Registered {
  organizerId: number;
  registrations: DemoRegistration[];
}

/** Everybody whom an organizer knows, since they first registered: ids by organizer and person. */
export async function loadVisitors({ tx }: Pick<World, 'tx'>, events: Registered[]): Promise<Map<string, number>> {
  const people = demoPeople;
  const first = new Map<string, { organizerId: number; person: number; createdAt: Date }>();
  const all = events.flatMap(({ organizerId, registrations }) =>
    registrations.map(({ person, createdAt }) => ({ organizerId, person, createdAt })),
  );
  for (const one of all.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
    const key = `${one.organizerId} ${one.person}`;
    if (!first.has(key)) first.set(key, one);
  }
  const rows = [...first.values()].map(({ organizerId, person, createdAt }) => {
    const { firstName, lastName, email, phone } = people[person]!;
    return { organizerId, firstName, lastName, emailAddress: email, phoneNumber: person % 17 === 5 ? null : phone, createdAt };
  });
  const ids = await insertWithIds(tx, 'visitors', rows);
  return new Map([...first.keys()].map((key, n) => [key, ids[n]!]));
}
