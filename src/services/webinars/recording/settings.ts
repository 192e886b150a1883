import { db } from '../../../db.ts';
import type { Rewatch } from '../../../policies/webinars.ts';

export interface RecordingSettings {
  rewatch: Rewatch;
  viewersMayDownload: boolean;
  /** Null: for good. */
  retentionDays: number | null;
}

/** Says who may watch a recording again, who may take it home, and for how long it is kept. */
export async function changeSettings(eventId: number, settings: RecordingSettings): Promise<void> {
  await db.webinar.update({ where: { eventId }, data: { ...settings }, select: { eventId: true } });
}
