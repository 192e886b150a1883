import { Router } from 'express';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { NotFound } from '../../errors.ts';
import { givePass } from '../../middleware/webinar-pass.ts';
import { page } from '../../page.ts';
import { highlightPage, recordingPage } from '../../presenters/recording.ts';
import { BroadcastSecret } from '../../schemas/webinars.ts';
import type { StoredFile } from '../../services/webinars/files.ts';
import { findClip, findWhole } from '../../services/webinars/recording/files.ts';
import { findRecording } from '../../services/webinars/recording/read.ts';
import type { Recording } from '../../services/webinars/recording/read.ts';
import { enterRoom } from '../../services/webinars/viewers.ts';
import { callerOf, isTakenOver } from './insider.ts';
import type { Caller } from './insider.ts';

/** Watching again: at the address of the webinar, once it is over. */
export const webinarRecording = Router();

webinarRecording.get('/webinars/:id', async (req, res, next) => {
  const caller = await callerOf(req, res);
  const { visit, entry } = caller;
  if (visit.state !== 'ended' || !mayWatch(caller) || isTakenOver(caller)) return next();
  await admit(res, caller);
  const shown = recordingPage((await findRecording(visit.eventId))!, visit, entry, res.locals);
  page(res, 'webinars/recording', { title: res.locals.t('recording:title', { title: visit.title }), noindex: true, shown });
});

webinarRecording.get('/webinars/:id/highlights/:highlightId', async (req, res, next) => {
  if (req.params.highlightId === 'new') return next();
  const { caller, recording } = await watching(req, res);
  const shown = highlightPage(recording, uuidOf(req), caller.visit, caller.entry, res.locals);
  if (!shown) throw new NotFound();
  await admit(res, caller);
  page(res, 'webinars/highlight', { title: `${shown.title}. ${shown.event}`, noindex: true, shown });
});

webinarRecording.get('/webinars/:id/recording.mp4', async (req, res) => {
  const { caller, recording } = await watching(req, res);
  if (caller.entry !== 'host' && !recording.settings.viewersMayDownload) throw new NotFound();
  await sendMp4(res, await findWhole(recording.eventId), `webinar-${recording.eventId}.mp4`);
});

webinarRecording.get('/webinars/:id/highlights/:highlightId/clip.mp4', async (req, res) => {
  const { recording } = await watching(req, res);
  const part = recording.highlights.find(({ id }) => id === uuidOf(req));
  if (part?.clipState !== 'ready') throw new NotFound();
  await sendMp4(res, await findClip(recording.eventId, part.id), `webinar-${recording.eventId}-${Math.floor(part.start)}.mp4`);
});

const mayWatch = ({ entry }: Caller): boolean => entry === 'host' || entry === 'viewer' || entry === 'rewatch';

/** @throws NotFound for who may not watch, and while there is no recording */
async function watching(req: Request, res: Response): Promise<{ caller: Caller; recording: Recording }> {
  const caller = await callerOf(req, res);
  const recording = mayWatch(caller) ? await findRecording(caller.visit.eventId) : null;
  if (!recording) throw new NotFound();
  return { caller, recording };
}

/** Gives the browser the pass by which it reads the pieces. */
async function admit(res: Response, { visit, entry, pass }: Caller): Promise<void> {
  if (entry === null || entry === 'unpaid') return;
  givePass(res, visit.eventId, await enterRoom(visit, res.locals.account?.id ?? null, entry, pass));
}

/** @throws NotFound for what is no id of a highlight */
export function uuidOf(req: Request): string {
  const id = BroadcastSecret.safeParse(req.params['highlightId']);
  if (!id.success) throw new NotFound();
  return id.data;
}

/** Whole or the part of it that was asked for: a download that broke off goes on. */
async function sendMp4(res: Response, file: StoredFile | null, name: string): Promise<void> {
  if (!file) throw new NotFound();
  const ranges = res.req.range(file.bytes, { combine: true });
  if (ranges === -1) return void res.status(416).set('Content-Range', `bytes */${file.bytes}`).end();
  const range = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges[0] : undefined;
  res.set({ 'Content-Type': 'video/mp4', 'Accept-Ranges': 'bytes', 'Cache-Control': 'private, no-store, no-transform' });
  res.set('Content-Disposition', `attachment; filename="${name}"`);
  res.set('Content-Length', String(range ? range.end - range.start + 1 : file.bytes));
  if (range) res.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  await pipeline(file.stream(range), res);
}
