import { Router } from 'express';
import type { Request, Response } from 'express';
import { NotFound } from '../../errors.ts';
import { givePass } from '../../middleware/webinar-pass.ts';
import { loginPath } from '../../middleware/return-to.ts';
import { secretPage } from '../../middleware/secret-page.ts';
import { page } from '../../page.ts';
import { entryOf, hadSeat } from '../../policies/webinars.ts';
import { doorPage } from '../../presenters/webinar-door.ts';
import { endingPage } from '../../presenters/webinar-ending.ts';
import { roomPage } from '../../presenters/webinar-room.ts';
import { blankForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { roomTabs } from '../../schemas/webinar-talk.ts';
import type { RoomTab } from '../../schemas/webinar-talk.ts';
import { listNextOfOrganizer } from '../../services/events/similar.ts';
import { readEnding } from '../../services/webinars/ending.ts';
import { readRoomPage } from '../../services/webinars/room-page.ts';
import { enterRoom, findVisit } from '../../services/webinars/viewers.ts';
import type { Pass } from '../../services/webinars/viewers.ts';
import { registrationOf } from '../tickets.ts';
import { callerOf, isTakenOver } from './insider.ts';
import type { Caller } from './insider.ts';

/** One address for a webinar: before it begins, while it is on air, and afterwards. */
export const webinarRoom = Router();

webinarRoom.get('/webinars/:id', async (req, res) => {
  const caller = await callerOf(req, res);
  if (hadSeat(caller.visit) && caller.entry === null) return res.redirect(303, `/webinars/${caller.visit.eventId}/ended`);
  if (caller.entry !== 'host' && caller.entry !== 'viewer') return showDoor(req, res, caller);
  if (isTakenOver(caller)) return showOtherDevice(res, caller);
  await showRoom(res, { ...caller, pass: await enter(res, caller) }, { tab: tabOf(req), before: beforeOf(req) });
});

/** What a page that watched is followed by: what came out of it, and what is next. The recording itself stands at the address of the room. */
webinarRoom.get('/webinars/:id/ended', async (req, res) => {
  const { visit, entry } = await callerOf(req, res);
  const isHost = entry === 'host';
  if (visit.state !== 'ended' && entry !== null) return res.redirect(303, `/webinars/${visit.eventId}`);
  if (!isHost && !hadSeat(visit)) throw new NotFound();
  const facts = await readEnding(visit.eventId, visit);
  const next = await listNextOfOrganizer(facts.event, res.locals.account);
  const ended = endingPage({ ...facts, visit, isHost, mayWatch: entry === 'host' || entry === 'viewer', next }, res.locals);
  page(res, 'webinars/ended', { title: visit.title, noindex: true, mainClass: 'room', ended });
});

/** Somebody wants to watch here what they have opened elsewhere. */
webinarRoom.post('/webinars/:id/device', async (req, res) => {
  const caller = await callerOf(req, res);
  if (caller.entry !== 'viewer') throw new NotFound();
  await enter(res, caller);
  res.redirect(303, `/webinars/${caller.visit.eventId}`);
});

/** The link of a registration: who has it needs no account. */
webinarRoom.get('/r/:token/webinar', secretPage, async (req: Request<{ token: string }>, res) => {
  const { token, event } = await registrationOf(req);
  const visit = await findVisit(event.id, { account: null, token });
  if (!visit) throw new NotFound();
  const caller = { visit, entry: entryOf(null, visit), pass: null };
  if (caller.entry !== 'viewer') return showDoor(req, res, caller);
  await enter(res, caller);
  res.redirect(303, `/webinars/${event.id}`);
});

/** Gives the browser its pass, or a fresh one; from then on it is the device that watches. */
async function enter(res: Response, { visit, entry, pass }: Caller): Promise<Pass> {
  const entered = await enterRoom(visit, res.locals.account?.id ?? null, entry === 'host' ? 'host' : 'viewer', pass);
  givePass(res, visit.eventId, entered);
  return entered;
}

/** What those find who may not enter: no more than the page of the event tells everybody. */
function showDoor(req: Request, res: Response, { visit, entry }: Caller): void {
  if (visit.eventStatus === 'draft') throw new NotFound();
  const door = doorPage({ visit, entry, account: res.locals.account, login: loginPath(req) }, res.locals);
  page(res.status(entry === 'unpaid' ? 403 : 404), 'webinars/door', { title: door.title, noindex: true, door });
}

function showOtherDevice(res: Response, { visit }: Caller): void {
  const { t } = res.locals;
  page(res.status(409), 'webinars/other-device', {
    title: t('webinars:device.title'),
    noindex: true,
    id: visit.eventId,
    name: visit.title,
  });
}

/** Chat, unless the address says another. */
export const tabOf = (req: Request): RoomTab => roomTabs.find((tab) => tab === req.query['tab']) ?? 'chat';

/** The message before which somebody reads back. */
const beforeOf = (req: Request): number | null => (/^[1-9]\d{0,8}$/.test(String(req.query['before'])) ? Number(req.query['before']) : null);

type Entered = Pick<Caller, 'visit'> & { pass: Pass };

/** The room with what was said last; a form that was refused stands in its tab, as it was typed. */
export async function showRoom(
  res: Response,
  { visit, pass }: Entered,
  { tab, form = blankForm(), before = null }: { tab: RoomTab; form?: Form; before?: number | null },
) {
  const read = await readRoomPage(visit.eventId, pass, before);
  const room = roomPage({ ...read, visit, pass, tab }, res.locals);
  page(res, 'webinars/room', {
    title: visit.title,
    noindex: true,
    mainClass: 'room',
    refresh: room.state === 'waiting' ? 30 : 0,
    room,
    form,
  });
}
