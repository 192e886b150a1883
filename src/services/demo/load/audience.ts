import type { Transaction } from '../../../db.ts';
import { demoPeople, nameOf } from '../people/index.ts';
import { organizers } from '../people/known.ts';
import { seeded, shuffled } from '../seeded.ts';
import { recordedWebinar, voicesOf } from '../webinars/index.ts';
import type { LoadedEvent } from './events.ts';
import { known } from './world.ts';

/** Somebody who watched, from and to a second of the broadcast; before 0 they waited. */
export interface Viewer {
  name: string;
  registrationId: number | null;
  accountId: number | null;
  from: number;
  to: number;
}

/** What the parts of a broadcast share. */
export interface Broadcast {
  tx: Transaction;
  eventId: number;
  seconds: number;
  /** The moment of a second of the recording. */
  at: (second: number) => Date;
  /** Hosts first. */
  audience: Viewer[];
  viewers: ReadonlyMap<string, number>;
}

/** The hosts, and whoever was marked as having been there; those who said something stayed from the beginning to the end. */
export function audienceOf({ registrations, event }: LoadedEvent, accounts: ReadonlyMap<string, number>, seconds: number): Viewer[] {
  const random = seeded(70);
  const hosts = [nameOf(organizers[event.organizer]), ...recordedWebinar.hosts];
  const voices = new Set(voicesOf(event.title));
  const present = registrations
    .filter(({ status }) => status === 'attended')
    .map(({ id, person }) => ({ id, name: nameOf(demoPeople[person]!) }))
    .filter(({ name }) => !hosts.includes(name));
  const stay = (name: string) => {
    const [late, early] = [random() ** 3 * 0.35, random() ** 4 * 0.3];
    return voices.has(name) ? { from: -30, to: seconds } : { from: Math.round(late * seconds) - 30, to: Math.round((1 - early) * seconds) };
  };
  return [
    ...hosts.map((name) => ({ name, registrationId: null, accountId: known(accounts, name), from: -600, to: seconds })),
    ...present.map(({ id, name }) => ({ name, registrationId: id, accountId: null, ...stay(name) })),
  ];
}

const COUNTED_EVERY = 10;

/** How many viewers were counted in each ten seconds. */
export const presenceOf = (audience: Viewer[], seconds: number): { second: number; viewers: number }[] =>
  Array.from({ length: Math.ceil(seconds / COUNTED_EVERY) }, (_, n) => {
    const second = n * COUNTED_EVERY;
    return {
      second,
      viewers: audience.filter(({ registrationId, from, to }) => registrationId !== null && from <= second && to >= second).length,
    };
  });

/** Those who were there for a while after a second, in an order that chance gives. */
export const someOf = (audience: Viewer[], second: number, random: () => number): Viewer[] =>
  shuffled(
    audience.filter(({ registrationId, from, to }) => registrationId !== null && from <= second && to >= second + 30),
    random,
  );
