import { Router } from 'express';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { InvalidField, NotFound } from '../../errors.ts';
import { flash } from '../../middleware/flash.ts';
import { captionsOf } from '../../middleware/uploads.ts';
import { page } from '../../page.ts';
import { clock, recordingDesk } from '../../presenters/recording.ts';
import { blankForm, idOf, parseForm, withError } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { CaptionsForm, ChapterForm, HighlightForm, RecordingForm } from '../../schemas/recordings.ts';
import { removeCaptions, saveCaptions } from '../../services/webinars/recording/captions.ts';
import { askForClip, askForFile } from '../../services/webinars/recording/files.ts';
import { addHighlight, editHighlight, putChapter, removeChapter, removeHighlight } from '../../services/webinars/recording/moments.ts';
import { findRecording } from '../../services/webinars/recording/read.ts';
import type { Recording } from '../../services/webinars/recording/read.ts';
import { removeRecording } from '../../services/webinars/recording/removal.ts';
import { changeSettings } from '../../services/webinars/recording/settings.ts';
import { callerOf } from './insider.ts';
import type { Caller } from './insider.ts';
import { uuidOf } from './recording.ts';

/** What hosts do with a recording. */
export const recordingDeskRoutes = Router();
const desk = recordingDeskRoutes;

interface Own {
  visit: Caller['visit'];
  recording: Recording;
  id: number;
}

/** @throws NotFound for whoever is no host, and while there is no recording */
async function ownRecording(req: Request, res: Response): Promise<Own> {
  const { visit, entry } = await callerOf(req, res);
  const recording = entry === 'host' ? await findRecording(visit.eventId) : null;
  if (!recording) throw new NotFound();
  return { visit, recording, id: visit.eventId };
}

const home = ({ id }: Own) => `/webinars/${id}/recording`;

function done(res: Response, own: Own, key: string, place = ''): void {
  flash(res, 'ok', res.locals.t(key));
  res.redirect(303, `${home(own)}${place}`);
}

desk.get('/webinars/:id/recording', async (req, res) => {
  deskPage(res, await ownRecording(req, res));
});

desk.post('/webinars/:id/recording', async (req, res) => {
  const own = await ownRecording(req, res);
  const form = parseForm(RecordingForm, req.body, res.locals.t);
  if (!form.ok) return deskPage(res.status(422), own, form);
  await changeSettings(own.id, form.data);
  done(res, own, 'recording:desk.saved');
});

desk.post('/webinars/:id/recording/file', async (req, res) => {
  const own = await ownRecording(req, res);
  await askForFile(own.id);
  done(res, own, 'recording:desk.file_asked', '#files');
});

desk.get('/webinars/:id/recording/deletion', async (req, res) => {
  const { visit } = await ownRecording(req, res);
  page(res, 'webinars/recording-deletion', { title: res.locals.t('recording:deletion.title'), noindex: true, id: visit.eventId });
});

desk.post('/webinars/:id/recording/deletion', async (req, res) => {
  const own = await ownRecording(req, res);
  await removeRecording(own.id);
  done(res, own, 'recording:deletion.done');
});

desk.post('/webinars/:id/captions', async (req, res) => {
  const own = await ownRecording(req, res);
  const form = parseForm(CaptionsForm, req.body, res.locals.t);
  if (!form.ok) return deskPage(res.status(422), own, form);
  try {
    await saveCaptions(own.id, form.data.language, captionsOf(req));
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return deskPage(res.status(422), own, withError(form, 'captions', res.locals.t(`recording:refused.${error.code}`)));
  }
  done(res, own, 'recording:desk.captions_saved', '#captions');
});

desk.post('/webinars/:id/captions/:language/deletion', async (req, res) => {
  const own = await ownRecording(req, res);
  if (!own.recording.captions.includes(req.params.language)) throw new NotFound();
  await removeCaptions(own.id, req.params.language);
  done(res, own, 'recording:desk.captions_removed', '#captions');
});

desk.get('/webinars/:id/highlights/new', async (req, res) => {
  momentPage(res, await ownRecording(req, res), 'highlight', '/highlights', blankForm());
});

desk.post('/webinars/:id/highlights', async (req, res) => {
  const own = await ownRecording(req, res);
  await keepMoment(req, res, own, { kind: 'highlight', path: '/highlights', schema: HighlightForm }, (data) => addHighlight(own.id, data));
});

desk.get('/webinars/:id/highlights/:highlightId/edit', async (req, res) => {
  const own = await ownRecording(req, res);
  const part = own.recording.highlights.find(({ id }) => id === uuidOf(req));
  if (!part) throw new NotFound();
  const values = { title: part.title, start: typedPlace(part.start), finish: typedPlace(part.finish) };
  momentPage(res, own, 'highlight', `/highlights/${part.id}`, blankForm(values));
});

/** As it is read back by the form, to a thousandth of a second. */
function typedPlace(seconds: number): string {
  const thousandths = Math.round(seconds * 1000);
  return `${clock(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`.replace(/\.?0+$/, '');
}

desk.post('/webinars/:id/highlights/:highlightId', async (req, res) => {
  const own = await ownRecording(req, res);
  const id = uuidOf(req);
  const path = `/highlights/${id}`;
  await keepMoment(req, res, own, { kind: 'highlight', path, schema: HighlightForm }, (data) => editHighlight(own.id, id, data));
});

desk.post('/webinars/:id/highlights/:highlightId/deletion', async (req, res) => {
  const own = await ownRecording(req, res);
  await removeHighlight(own.id, uuidOf(req));
  done(res, own, 'recording:desk.highlight_removed', '#highlights');
});

desk.post('/webinars/:id/highlights/:highlightId/clip', async (req, res) => {
  const own = await ownRecording(req, res);
  const id = uuidOf(req);
  await askForClip(own.id, id);
  if ((req.body as Record<string, unknown> | undefined)?.['from'] !== 'moment')
    return done(res, own, 'recording:desk.file_asked', '#highlights');
  flash(res, 'ok', res.locals.t('recording:desk.file_asked'));
  res.redirect(303, `/webinars/${own.id}/highlights/${id}`);
});

desk.get('/webinars/:id/chapters/new', async (req, res) => {
  momentPage(res, await ownRecording(req, res), 'chapter', '/chapters', blankForm());
});

desk.post('/webinars/:id/chapters', async (req, res) => {
  const own = await ownRecording(req, res);
  await keepMoment(req, res, own, { kind: 'chapter', path: '/chapters', schema: ChapterForm }, (data) => putChapter(own.id, data));
});

desk.post('/webinars/:id/chapters/:chapterId/deletion', async (req, res) => {
  const own = await ownRecording(req, res);
  await removeChapter(own.id, idOf(req.params['chapterId']));
  done(res, own, 'recording:desk.chapter_removed', '#chapters');
});

type MomentKind = 'highlight' | 'chapter';

/** Saves a form about a moment of the recording, or shows it again with what is wrong. */
async function keepMoment<S extends z.ZodType>(
  req: Request,
  res: Response,
  own: Own,
  { kind, path, schema }: { kind: MomentKind; path: string; schema: S },
  save: (data: z.output<S>) => Promise<unknown>,
): Promise<void> {
  const form = parseForm(schema, req.body, res.locals.t);
  if (!form.ok) return momentPage(res.status(422), own, kind, path, form);
  try {
    await save(form.data);
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return momentPage(res.status(422), own, kind, path, withError(form, 'start', res.locals.t('recording:errors.after_recording')));
  }
  done(res, own, 'recording:desk.moment_saved', `#${kind}s`);
}

function momentPage(res: Response, { id, recording }: Own, kind: MomentKind, path: string, form: Form): void {
  const title = res.locals.t(kind === 'highlight' ? 'recording:moment.highlight' : 'recording:moment.chapter');
  page(res, 'webinars/moment', { title, noindex: true, form, id, kind, action: `/webinars/${id}${path}`, total: clock(recording.seconds) });
}

function deskPage(res: Response, { visit, recording }: Own, form?: Form): void {
  const { rewatch, viewersMayDownload, retentionDays } = recording.settings;
  const values = {
    rewatch,
    viewers_may_download: viewersMayDownload ? 'on' : '',
    retention_days: retentionDays === null ? '' : String(retentionDays),
    language: 'ru',
  };
  page(res, 'webinars/recording-desk', {
    title: res.locals.t('recording:desk.title'),
    noindex: true,
    form: form ? { ...form, values: { ...values, ...form.values } } : blankForm(values),
    shown: recordingDesk(recording, visit, res.locals),
  });
}
