import { isoInZone } from '../../formats/dates.ts';
import { listAttention } from './attention.ts';
import type { Attention } from './attention.ts';
import { hasEvents, listNextEvents } from './next-events.ts';
import type { NextEvent } from './next-events.ts';
import { monthTrend, registrationTrend } from './trends.ts';
import type { MonthSums } from './trends.ts';

export interface Dashboard {
  attention: Attention[];
  next: NextEvent[];
  registrations: { days: number[]; before: number };
  months: MonthSums[];
  /** There is no event yet, of whatever state. */
  isNew: boolean;
}

/** What an organizer's home page shows, of everybody for null (admins); read in four statements at once. Months are those of the zone. */
export async function readDashboard(ownerId: number | null, zone: string, now = new Date()): Promise<Dashboard> {
  const [attention, next, registrations, months] = await Promise.all([
    listAttention(ownerId, now),
    listNextEvents(ownerId, 3, now),
    registrationTrend(ownerId, now),
    monthTrend(ownerId, isoInZone(now, zone).slice(0, 7)),
  ]);
  return { attention, next, registrations, months, isNew: next.length === 0 && !(await hasEvents(ownerId)) };
}
