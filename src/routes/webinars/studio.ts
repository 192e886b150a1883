import { Router } from 'express';
import type { Request, Response } from 'express';
import { InvalidField, NotFound } from '../../errors.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { givePass, passOf } from '../../middleware/webinar-pass.ts';
import { page } from '../../page.ts';
import { canEditEvent } from '../../policies/events.ts';
import { entryOf } from '../../policies/webinars.ts';
import {
  clockText,
  endingFacts,
  expectations,
  lastingFacts,
  leftText,
  momentText,
  sizeText,
  studioWords,
} from '../../presenters/studio.ts';
import { roomPage } from '../../presenters/webinar-room.ts';
import { blankForm, idOf, parseForm, withRefusal } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { EndingForm, HostForm, MomentForm, PauseForm } from '../../schemas/webinars.ts';
import { addHost, listHosts, removeHost } from '../../services/webinars/hosts.ts';
import { readRoomPage } from '../../services/webinars/room-page.ts';
import { freeBytes } from '../../services/webinars/space.ts';
import { finishBroadcast, markMoment, pauseBroadcast, readStudio } from '../../services/webinars/studio.ts';
import { enterRoom, findVisit } from '../../services/webinars/viewers.ts';
import type { Visit } from '../../services/webinars/viewers.ts';
import { tabOf } from './room.ts';

/** Where a webinar is held from: hosts only, for all others nothing is there. */
export const webinarStudio = Router();

/** @throws NotFound for whoever is no host of the webinar */
async function visitAsHost(req: Request, res: Response): Promise<Visit> {
  const account = accountOf(res);
  const visit = await findVisit(idOf(req.params['id']), { account });
  if (!visit || entryOf(account, visit) !== 'host') throw new NotFound();
  return visit;
}

/** @throws NotFound for whoever may not change the event: co-hosts name no others */
async function visitAsOrganizer(req: Request, res: Response): Promise<Visit> {
  const visit = await visitAsHost(req, res);
  if (!canEditEvent(accountOf(res), visit)) throw new NotFound();
  return visit;
}

webinarStudio.get('/webinars/:id/studio', requireAccount, async (req, res) => {
  const visit = await visitAsHost(req, res);
  if (isByScript(req)) return void res.json({ state: visit.state });
  await studioPage(req, res, visit, blankForm());
});

async function studioPage(req: Request, res: Response, visit: Visit, form: Form): Promise<void> {
  const { t } = res.locals;
  const pass = await enterRoom(visit, accountOf(res).id, 'host', await passOf(req, visit.eventId));
  givePass(res, visit.eventId, pass);
  const [studio, hosts, free, read] = await Promise.all([
    readStudio(visit.eventId),
    listHosts(visit.eventId),
    freeBytes(),
    readRoomPage(visit.eventId, pass),
  ]);
  page(res, 'webinars/studio', {
    title: t(`studio:title.${studio.state}`),
    noindex: true,
    event: visit,
    studio,
    hosts,
    mayNameHosts: canEditEvent(accountOf(res), visit),
    form,
    words: studioWords(t),
    expectations: expectations(res.locals, studio),
    left: studio.state === 'waiting' ? leftText(t, visit.startAt) : '',
    recorded: `${clockText(studio.seconds)} · ${sizeText(res.locals, studio.bytes)}`,
    lastMoment: momentText(t, studio.lastMoment),
    ending: lastingFacts(t, visit),
    space: { isFree: free > 0, text: sizeText(res.locals, free) },
    room: roomPage({ ...read, visit, pass, tab: tabOf(req) }, res.locals),
  });
}

webinarStudio.post('/webinars/:id/hosts', requireAccount, async (req, res) => {
  const visit = await visitAsOrganizer(req, res);
  const form = parseForm(HostForm, req.body, res.locals.t);
  if (!form.ok) return studioPage(req, res.status(422), visit, form);
  try {
    await addHost(visit.eventId, form.data.email);
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return studioPage(req, res.status(422), visit, withRefusal(form, error, 'studio', res.locals.t));
  }
  done(res, visit, 'host_added');
});

webinarStudio.post('/webinars/:id/hosts/:accountId/removal', requireAccount, async (req, res) => {
  const visit = await visitAsOrganizer(req, res);
  await removeHost(visit.eventId, idOf(req.params['accountId']));
  done(res, visit, 'host_removed');
});

webinarStudio.post('/webinars/:id/pause', requireAccount, async (req, res) => {
  const visit = await visitAsHost(req, res);
  const form = parseForm(PauseForm, req.body, res.locals.t);
  if (!form.ok) return studioPage(req, res.status(422), visit, form);
  await pauseBroadcast(visit.eventId, form.data.paused === 'on');
  answer(req, res, visit, form.data.paused === 'on' ? 'paused' : 'resumed', {});
});

webinarStudio.post('/webinars/:id/moments', requireAccount, async (req, res) => {
  const visit = await visitAsHost(req, res);
  const form = parseForm(MomentForm, req.body, res.locals.t);
  if (!form.ok) return studioPage(req, res.status(422), visit, form);
  const { title, second } = await markMoment(visit.eventId, form.data.title);
  answer(req, res, visit, 'moment', { title, clock: clockText(second) });
});

webinarStudio.get('/webinars/:id/ending', requireAccount, async (req, res) => {
  const visit = await visitAsHost(req, res);
  const studio = await readStudio(visit.eventId);
  if (studio.state !== 'live') return res.redirect(303, `/webinars/${visit.eventId}/studio`);
  endingPage(res, visit, studio, blankForm({ rewatch: studio.rewatch }));
});

webinarStudio.post('/webinars/:id/ending', requireAccount, async (req, res) => {
  const visit = await visitAsHost(req, res);
  const form = parseForm(EndingForm, req.body, res.locals.t);
  if (!form.ok) return endingPage(res.status(422), visit, await readStudio(visit.eventId), form);
  await finishBroadcast(visit.eventId, form.data.rewatch);
  flash(res, 'ok', res.locals.t('studio:flash.ended'));
  res.redirect(303, `/webinars/${visit.eventId}`);
});

function endingPage(res: Response, visit: Visit, studio: Awaited<ReturnType<typeof readStudio>>, form: Form): void {
  const ending = endingFacts(res.locals, visit, studio);
  page(res, 'webinars/ending', {
    title: res.locals.t('studio:ending.title'),
    noindex: true,
    event: visit,
    ending,
    form,
    hasGroup: studio.hasGroup,
  });
}

/** The scripts of the host's page ask for data. */
const isByScript = (req: Request): boolean => req.accepts(['html', 'json']) === 'json';

/** The page of the host stays where it is: leaving it would cut the broadcast. */
function answer(req: Request, res: Response, visit: Visit, what: string, data: object): void {
  if (isByScript(req)) res.json(data);
  else done(res, visit, what);
}

function done(res: Response, { eventId }: Visit, what: string): void {
  flash(res, 'ok', res.locals.t(`studio:flash.${what}`));
  res.redirect(303, `/webinars/${eventId}/studio`);
}
