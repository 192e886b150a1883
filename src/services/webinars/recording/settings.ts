import { db } from '../../../db.ts';
import type { Rewatch } from '../../../policies/webinars.ts';
import { askForFile } from './files.ts';

export interface RecordingSettings {
  rewatch: Rewatch;
  viewersMayDownload: boolean;
  /** Null: for good. */
  retentionDays: number | null;
}

/** Says who may watch a recording again, who may take it home (the file for that is made then), and for how long it is kept. */
export async function changeSettings(eventId: number, settings: RecordingSettings): Promise<void> {
  const select = { fileState: true, removedAt: true };
  const { fileState, removedAt } = await db.webinar.update({ where: { eventId }, data: { ...settings }, select });
  if (settings.viewersMayDownload && fileState === 'none' && !removedAt) await askForFile(eventId);
}
