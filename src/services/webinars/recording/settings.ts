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
  const { fileState } = await db.webinar.update({ where: { eventId }, data: { ...settings }, select: { fileState: true } });
  if (settings.viewersMayDownload && fileState === 'none') await askForFile(eventId);
}
