import type { LargeEvent } from './events.ts';
import type { LargeRegistration } from './registrations.ts';
import { DAY_MS } from './times.ts';

const dayOf = (moment: number): number => Math.floor(moment / DAY_MS);

/**
 * The registrations of all events in the order in which they were made, as life would have written them; held in memory
 * are those of the events that are open at the same time. The events must stand in the order of `createdAt`.
 */
export function* inOrder(events: LargeEvent[], of: (event: LargeEvent) => LargeRegistration[]): Generator<LargeRegistration> {
  const days = new Map<number, LargeRegistration[]>();
  let day = dayOf(events[0]?.createdAt ?? 0);
  for (const event of events) {
    for (; day < dayOf(event.createdAt); day++) yield* takeDay(days, day);
    for (const registration of of(event)) addToDay(days, registration);
  }
  for (; days.size > 0; day++) yield* takeDay(days, day);
}

function addToDay(days: Map<number, LargeRegistration[]>, registration: LargeRegistration): void {
  const day = dayOf(registration.createdAt);
  const registrations = days.get(day);
  if (registrations) registrations.push(registration);
  else days.set(day, [registration]);
}

function takeDay(days: Map<number, LargeRegistration[]>, day: number): LargeRegistration[] {
  const registrations = days.get(day) ?? [];
  days.delete(day);
  return registrations.sort((a, b) => a.createdAt - b.createdAt);
}

/** The same in arrays of a size, the last one shorter. */
export function* inBatches<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
