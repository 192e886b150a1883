import { Router } from 'express';
import type { Request, Response } from 'express';
import { config } from '../../config.ts';
import { NotFound } from '../../errors.ts';
import { eventCalendar } from '../../formats/ics.ts';
import { page } from '../../page.ts';
import { canEditEvent, canViewEvent } from '../../policies/events.ts';
import { calendarEntry } from '../../presenters/calendar.ts';
import { eventPage, shortDescription } from '../../presenters/event-page.ts';
import { eventCard, isFull } from '../../presenters/events.ts';
import { draftChecklist, ownerPanel } from '../../presenters/own-events.ts';
import { idOf } from '../../schemas/form.ts';
import { countWaitlist, findRegistrationOf } from '../../services/events/attendance.ts';
import { listDueRefunds } from '../../services/events/cancel.ts';
import { getEvent } from '../../services/events/read.ts';
import type { EventDetails } from '../../services/events/read.ts';
import { listSimilar } from '../../services/events/similar.ts';
import { eventMoney } from '../../services/expenses.ts';
import { findStanding } from '../../services/groups/membership.ts';
import { eventRatings } from '../ratings/of-event.ts';

/** The page of an event and its calendar file. */
export const eventShow = Router();

eventShow.get('/events/:id.ics', async (req, res) => {
  const event = await getEvent(idOf(req.params.id));
  if (event.status === 'draft') throw new NotFound();
  res.attachment(`event-${event.id}.ics`);
  res.type('text/calendar; charset=utf-8').send(eventCalendar(calendarEntry(event, res.locals)));
});

eventShow.get('/events/:id', async (req, res) => {
  const event = await visibleEvent(req, res);
  const isOwner = canEditEvent(res.locals.account, event);
  const isPast = event.endAt <= new Date();
  const [waitlisted, attended, ratings, more, access] = await Promise.all([
    isOwner || isFull(event) ? countWaitlist(event.id) : 0,
    isPast ? countAttended(event.id) : 0,
    eventRatings(res, event),
    moreEvents(res, event, isPast),
    accessOf(res, event),
  ]);
  page(res, 'events/show', {
    title: event.title,
    description: shortDescription(event.description),
    canonical: `${config.baseUrl}/events/${event.id}`,
    noindex: event.status === 'draft' || event.membersOnly,
    event: eventPage(event, { waitlisted, attended, isOutside }, res.locals),
    ratings,
    registration,
    owner: isOwner ? await ownerView(res, event, waitlisted) : null,
    similar: similar.map((one) => eventCard(one, res.locals)),
  });
});

/** @throws NotFound for a draft of somebody else, as if there were none */
async function visibleEvent(req: Request, res: Response): Promise<EventDetails> {
  const event = await getEvent(idOf(req.params['id']));
  if (!canViewEvent(res.locals.account, event)) throw new NotFound();
  return event;
}

/** What the reader's own confirmed address is registered as. */
async function ownRegistration({ locals }: Response, event: EventDetails) {
  const { account } = locals;
  return account?.emailConfirmed && event.status === 'published' ? findRegistrationOf(event.id, account.email) : null;
}

/** What only the organizer sees. */
async function ownerView({ locals }: Response, event: EventDetails, waitlisted: number) {
  const [money, refunds] = await Promise.all([eventMoney(event.id), event.status === 'cancelled' ? listDueRefunds(event.id) : null]);
  return {
    ...ownerPanel(event, { ...money, waitlisted }, locals),
    refunds,
    onlineUrl: event.onlineUrl,
    checklist: event.status === 'draft' ? draftChecklist(event, locals) : null,
  };
}
