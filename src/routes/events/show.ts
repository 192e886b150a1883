import { Router } from 'express';
import type { Request, Response } from 'express';
import { config } from '../../config.ts';
import { NotFound } from '../../errors.ts';
import { eventCalendar } from '../../formats/ics.ts';
import { page } from '../../page.ts';
import { canEditEvent, canViewEvent } from '../../policies/events.ts';
import { entryOf } from '../../policies/webinars.ts';
import { calendarEntry } from '../../presenters/calendar.ts';
import { eventPage, membersGate, shortDescription, withoutPlace } from '../../presenters/event-page.ts';
import { eventCard, isFull } from '../../presenters/events.ts';
import { draftChecklist, ownerPanel } from '../../presenters/own-events.ts';
import { webinarLink } from '../../presenters/webinar-link.ts';
import { idOf } from '../../schemas/form.ts';
import { countAttended, countWaitlist, findRegistrationOf } from '../../services/events/attendance.ts';
import { listDueRefunds } from '../../services/events/cancel.ts';
import { getEvent } from '../../services/events/read.ts';
import type { EventDetails } from '../../services/events/read.ts';
import { listNextOfOrganizer, listSimilar } from '../../services/events/similar.ts';
import { eventMoney } from '../../services/expenses.ts';
import { findStanding } from '../../services/groups/membership.ts';
import { findVisit } from '../../services/webinars/viewers.ts';
import { eventRatings } from '../ratings/of-event.ts';

/** The page of an event and its calendar file. */
export const eventShow = Router();

eventShow.get('/events/:id.ics', async (req, res) => {
  const event = await getEvent(idOf(req.params.id));
  if (event.status === 'draft') throw new NotFound();
  const { isOutside } = await accessOf(res, event);
  res.attachment(`event-${event.id}.ics`);
  const entry = calendarEntry(isOutside ? withoutPlace(event, res.locals) : event, res.locals);
  res.type('text/calendar; charset=utf-8').send(eventCalendar(entry));
});

eventShow.get('/events/:id', async (req, res) => {
  const event = await visibleEvent(req, res);
  const isOwner = canEditEvent(res.locals.account, event);
  const isPast = event.endAt <= new Date();
  const [waitlisted, attended, ratings, more, access, webinar] = await Promise.all([
    isOwner || isFull(event) ? countWaitlist(event.id) : 0,
    isPast ? countAttended(event.id) : 0,
    eventRatings(res, event),
    moreEvents(res, event, isPast),
    accessOf(res, event),
    event.hasWebinar ? webinarOf(res, event.id) : null,
  ]);
  const { registration, standing, isOutside } = access;
  page(res, 'events/show', {
    title: event.title,
    description: shortDescription(event.description),
    canonical: `${config.baseUrl}/events/${event.id}`,
    image: event.coverId ? `${config.baseUrl}/media/${event.coverId}/1600.jpg` : '',
    noindex: event.status === 'draft' || event.membersOnly,
    event: eventPage(event, { waitlisted, attended, isOutside }, res.locals),
    ratings,
    registration,
    webinar,
    gate: isOutside ? membersGate(event, standing) : null,
    owner: isOwner ? await ownerView(res, event, waitlisted) : null,
    more,
  });
});

/** @throws NotFound for a draft of somebody else, as if there were none */
async function visibleEvent(req: Request, res: Response): Promise<EventDetails> {
  const event = await getEvent(idOf(req.params['id']));
  if (!canViewEvent(res.locals.account, event)) throw new NotFound();
  return event;
}

/** What the reader's own confirmed address is registered as, and whether the place of an event for members only is kept from them. */
async function accessOf({ locals }: Response, event: EventDetails) {
  const { account } = locals;
  const [registration, standing] = await Promise.all([
    account?.emailConfirmed && event.status === 'published' ? findRegistrationOf(event.id, account.email) : null,
    findStanding(event.membersOnly ? event.groupId! : 0, event.membersOnly && account ? account.id : null),
  ]);
  const isInside = !event.membersOnly || standing.membership !== null || registration !== null || canEditEvent(account, event);
  return { registration, standing, isOutside: !isInside };
}

/** The way into the webinar for those who may enter it. */
async function webinarOf({ locals }: Response, eventId: number) {
  const visit = await findVisit(eventId, { account: locals.account });
  return visit && webinarLink(visit, entryOf(locals.account, visit), locals);
}

/** Cards below the page: what the organizer of a past event does next, else what is like it. */
async function moreEvents({ locals }: Response, event: EventDetails, isPast: boolean) {
  if (event.status === 'draft') return null;
  const next = isPast ? await listNextOfOrganizer(event, locals.account) : [];
  const isNext = next.length > 0;
  const events = isNext ? next : await listSimilar(event, locals.account);
  return { isNext, cards: events.map((one) => eventCard(one, locals)) };
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
