import { pick, seededRandom } from '../../../formats/covers/random.ts';
import type { Random } from '../../../formats/covers/random.ts';
import { cancelReasons, places } from './places.ts';
import type { Place } from './places.ts';
import { cancelledTimes, eventTimes, shareOfComers } from './times.ts';
import type { EventTimes } from './times.ts';
import { titles } from './titles.ts';

/** An event as it will be loaded. Prices are in minor units. */
export interface LargeEvent extends EventTimes {
  /** Its place in the order of dates; what is random about it depends on this alone. */
  number: number;
  /** The same between 0 and 1. */
  position: number;
  title: string;
  topic: string;
  status: 'draft' | 'published' | 'cancelled';
  cancelReason: string;
  place: Place;
  isOnline: boolean;
  price: number;
  /** What the first third of those who register pay. */
  firstPrice: number;
  /** How many register; who comes after the last seat waits for one. */
  wanted: number;
  seatLimit: number;
}

interface Sketch extends Omit<LargeEvent, 'wanted' | 'seatLimit'> {
  /** How many would come, against others. */
  popularity: number;
  /** How large the hall is against the crowd that would come; null: every fifth finds no seat. */
  room: number | null;
}

const series = Object.entries(titles).flatMap(([topic, names]) => names.map((name) => ({ topic, name })));

/**
 * Events of three years and the next half a year in the order of dates, with all registrations given to them.
 * @throws RangeError if there are too few visitors for so many registrations
 */
export function planEvents(sizes: { events: number; visitors: number; registrations: number }, now: number): LargeEvent[] {
  const sketches = Array.from({ length: sizes.events }, (_, number) => sketch(number, number / sizes.events, now));
  const weights = sketches.map((event) => (event.status === 'draft' ? 0 : event.popularity * shareOfComers(event)));
  const perWeight = sizes.registrations / weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = wholeShares(
    weights.map((weight) => weight * perWeight),
    sizes.visitors,
  );
  return numbered(sketches).map(({ popularity, room, ...event }, index) => {
    const seats = room === null ? wanted[index]! * 0.8 : popularity * perWeight * room;
    return { ...event, wanted: wanted[index]!, seatLimit: Math.max(10, 5 * Math.ceil(seats / 5)) };
  });
}

function sketch(number: number, position: number, now: number): Sketch {
  const random = seededRandom(`event ${number}`);
  const place = pick(random, places);
  const times = eventTimes(position, place.zone, random, now);
  const { topic, name } = pick(random, series);
  const status = statusOf(times, random(), now);
  return {
    ...(status === 'cancelled' ? cancelledTimes(times, random) : times),
    ...{ number, position, title: name, topic, place, status },
    cancelReason: status === 'cancelled' ? pick(random, cancelReasons) : '',
    isOnline: random() < 0.22,
    ...prices(random),
    popularity: 0.2 + 2.2 * random() ** 2,
    room: random() < 0.2 ? null : 1 + 1.5 * random() ** 2,
  };
}

/** Of those to come some are not published yet; of all some are cancelled. */
function statusOf({ startAt }: EventTimes, luck: number, now: number): LargeEvent['status'] {
  if (luck < 0.03) return 'cancelled';
  return luck < 0.08 && startAt > now ? 'draft' : 'published';
}

/** Every third is free; the others cost up to 9 000 roubles, some of them 10 kopecks less, some less at first. */
function prices(random: Random): { price: number; firstPrice: number } {
  const roubles = random() < 0.33 ? 0 : 50 * (2 + Math.floor(random() ** 2 * 179));
  const price = roubles > 0 && random() < 0.15 ? roubles * 100 - 10 : roubles * 100;
  return { price, firstPrice: random() < 0.2 ? Math.round(price * 0.85) : price };
}

/** «Квартирник № 7» is the seventh of its title. */
function numbered(events: Sketch[]): Sketch[] {
  const counts = new Map<string, number>();
  return events.map((event) => {
    const count = (counts.get(event.title) ?? 0) + 1;
    counts.set(event.title, count);
    return { ...event, title: `${event.title} № ${count}` };
  });
}

/** Whole numbers that follow the shares and have the same sum; what is above `most` goes to the next ones. */
function wholeShares(shares: number[], most: number): number[] {
  let owed = 1e-6; // for the rounding errors of a long sum
  const whole = shares.map((share) => {
    if (share === 0) return 0;
    owed += share;
    const given = Math.min(Math.floor(owed), most);
    owed -= given;
    return given;
  });
  if (owed >= 1) throw new RangeError('Too few visitors for so many registrations.');
  return whole;
}
