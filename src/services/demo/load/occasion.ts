import type { DemoEvent } from '../events/event.ts';
import { demoPeople, nameOf } from '../people/index.ts';
import { demoReviews } from '../reviews/index.ts';
import { seeded, shuffled } from '../seeded.ts';
import type { Occasion } from './registrations.ts';
import { voicesOf } from '../webinars/index.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

type EventTimes = Pick<Occasion, 'startAt' | 'cancelledAt'> & { createdAt: Date };

/** Members of its group are the first to hear of an event; the others come as it happens. */
export function occasionOf(
  { members }: Pick<World, 'members'>,
  event: DemoEvent,
  n: number,
  { startAt, cancelledAt, createdAt }: EventTimes,
): Occasion {
  const people = demoPeople.map(nameOf);
  const own = new Set(event.group ? known(members, event.group) : []);
  const told: Occasion['told'] = new Map(
    (demoReviews.get(event.title) ?? []).flatMap(({ by }) => (by ? [[people.indexOf(by), 'attended' as const]] : [])),
  );
  for (const name of voicesOf(event.title)) told.set(people.indexOf(name), 'attended');
  if (event.participant) told.set(0, event.participant === 'remote' ? 'registered' : event.participant);
  const random = seeded(300 + n);
  const crowd = shuffled([...people.keys()].slice(1), random);
  const inGroup = crowd.filter((person) => own.has(people[person]!));
  const candidates = event.membersOnly
    ? inGroup
    : mixed(
        inGroup,
        crowd.filter((person) => !own.has(people[person]!)),
        random,
      );
  return { event, announcedAt: createdAt, startAt, cancelledAt, candidates, told, seed: n + 7 };
}

/** Two of the first for one of the second, as long as there are any. */
function mixed(first: number[], second: number[], random: () => number): number[] {
  const from = [first[Symbol.iterator](), second[Symbol.iterator]()] as const;
  return Array.from({ length: first.length + second.length }, () => {
    const order = random() < 0.67 ? ([0, 1] as const) : ([1, 0] as const);
    const next = from[order[0]].next();
    return (next.done ? from[order[1]].next() : next).value as number;
  });
}
