import { seededRandom } from '../../../formats/covers/random.ts';
import { takesSeat } from '../../../policies/registrations.ts';
import { planEvents } from './events.ts';
import type { LargeEvent } from './events.ts';
import { planExpenses } from './expenses.ts';
import type { LargeExpense } from './expenses.ts';
import { registrationsOf } from './registrations.ts';
import type { LargeRegistration } from './registrations.ts';
import { DAY_MS } from './times.ts';

/** How much data there shall be. */
export interface LargeSizes {
  events: number;
  visitors: number;
  registrations: number;
  expenses: number;
}

/** All that will be loaded. The registrations are too many to be kept: they are made anew, the same ones, whenever they are asked for. */
export interface LargePlan {
  /** In the order of their making. */
  events: LargeEvent[];
  registrationsOf(event: LargeEvent): LargeRegistration[];
  /** By the number of the event. */
  seatsTaken: Int32Array;
  /** The numbers of the visitors in the order in which they came into the list. */
  visitors: Uint32Array;
  /** By the number of the visitor: the first registration, or when they were written in by hand if there is none. */
  metAt: Float64Array;
  expenses: LargeExpense[];
}

/**
 * Works out all data: always the same for the same sizes and moment.
 * @throws RangeError if there are too few visitors for so many registrations
 */
export function planLargeData(sizes: LargeSizes, at: Date): LargePlan {
  const now = at.getTime();
  const events = planEvents(sizes, now).sort((a, b) => a.createdAt - b.createdAt);
  const plan = {
    events,
    registrationsOf: (event: LargeEvent) => registrationsOf(event, sizes.visitors, now),
    seatsTaken: new Int32Array(events.length),
    metAt: new Float64Array(sizes.visitors).fill(Infinity),
    expenses: planExpenses(events, sizes.expenses, now),
  };
  for (const event of events) plan.registrationsOf(event).forEach((registration) => note(plan, registration));
  const random = seededRandom('written in by hand');
  const metAt = plan.metAt.map((moment) => (moment === Infinity ? now - Math.floor(random() * 3 * 365 * DAY_MS) : moment));
  return { ...plan, metAt, visitors: Uint32Array.from(metAt.keys()).sort((a, b) => metAt[a]! - metAt[b]!) };
}

/** What must be known of all registrations before the first of them is written. */
function note({ seatsTaken, metAt }: Pick<LargePlan, 'seatsTaken' | 'metAt'>, registration: LargeRegistration): void {
  const { event, visitor, status, createdAt } = registration;
  if (takesSeat(status)) seatsTaken[event.number]! += 1;
  metAt[visitor] = Math.min(metAt[visitor]!, createdAt);
}
