import { pick, seededRandom } from '../../../formats/covers/random.ts';
import type { LargeEvent } from './events.ts';
import { expenseTitles } from './places.ts';
import { DAY_MS } from './times.ts';

/** An expense as it will be loaded, in minor units; the moment is in milliseconds. */
export interface LargeExpense {
  event: LargeEvent;
  title: string;
  amount: number;
  spentAt: number;
}

/** So many expenses for events that are not drafts, in the order of spending; a dear and popular event costs more. */
export function planExpenses(events: LargeEvent[], count: number, now: number): LargeExpense[] {
  const random = seededRandom('expenses');
  const real = events.filter(({ status }) => status !== 'draft');
  const expenses = Array.from({ length: count }, () => {
    const event = pick(random, real);
    const budget = 300_000 + event.wanted * event.price * 0.15;
    const amount = Math.round(budget * (0.1 + 1.4 * random() ** 2));
    const until = Math.min(event.cancelledAt ?? event.startAt + 3 * DAY_MS, now);
    const spentAt = Math.floor(event.createdAt + random() * (until - event.createdAt));
    return { event, title: pick(random, expenseTitles), amount: random() < 0.8 ? roundUp(amount) : amount, spentAt };
  });
  return expenses.sort((a, b) => a.spentAt - b.spentAt);
}

/** Most bills are of whole hundreds of roubles. */
const roundUp = (amount: number): number => Math.ceil(amount / 10_000) * 10_000;
