import { Router } from 'express';
import type { Request, Response } from 'express';
import { Conflict, NotFound } from '../../errors.ts';
import { accountOf, requireAccount, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { canEditEvent, canViewEvent } from '../../policies/events.ts';
import { complaintReasons } from '../../policies/complaints.ts';
import { summaryOf } from '../../presenters/ratings/of-event.ts';
import { reviewOf } from '../../presenters/ratings/reviews.ts';
import { blankForm, idOf, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { ComplaintForm, ReplyForm, ReviewsQuery } from '../../schemas/ratings.ts';
import { getEvent } from '../../services/events/read.ts';
import type { EventDetails } from '../../services/events/read.ts';
import { complainOfReview } from '../../services/ratings/complaints.ts';
import { replyToReview } from '../../services/ratings/reply.ts';
import { findReview, listReviews, ratingSummary } from '../../services/ratings/reviews.ts';
import type { Review } from '../../services/ratings/reviews.ts';

/** The reviews of an event, the organizer's replies and complaints about them. */
export const reviews = Router();

reviews.get('/events/:id/reviews', async (req, res) => {
  const event = await getEvent(idOf(req.params.id));
  if (event.status === 'draft' || !canViewEvent(res.locals.account, event)) throw new NotFound();
  const { before } = ReviewsQuery.parse(req.query);
  const [summary, found] = await Promise.all([ratingSummary(event.id), listReviews(event.id, before)]);
  page(res, 'ratings/reviews', {
    title: res.locals.t('ratings:reviews.of', { title: event.title }),
    noindex: true,
    event: { id: event.id, title: event.title },
    ratings: summaryOf(event, summary, res.locals),
    reviews: found.rows.map((review) => shown(res, event, review)),
    isFirstPage: before === null,
    nextPage: found.next === null ? '' : `/events/${event.id}/reviews?before=${found.next}`,
  });
});

reviews.get('/reviews/:id/reply', requireOrganizer, async (req, res) => {
  const { review, event } = await ownReview(req, res);
  replyPage(res, event, review, blankForm({ reply: review.reply }));
});

reviews.post('/reviews/:id/reply', requireOrganizer, async (req, res) => {
  const { review, event } = await ownReview(req, res);
  const form = parseForm(ReplyForm, req.body, res.locals.t);
  if (!form.ok) return replyPage(res.status(422), event, review, form);
  await replyToReview(review.id, form.data.reply);
  flash(res, 'ok', res.locals.t('ratings:reply.done'));
  res.redirect(303, `/events/${event.id}/reviews#review-${review.id}`);
});

reviews.get('/reviews/:id/complaint', requireAccount, async (req, res) => {
  const { review, event } = await readableReview(req, res);
  complaintPage(res, event, review, blankForm());
});

reviews.post('/reviews/:id/complaint', requireAccount, async (req, res) => {
  const { review, event } = await readableReview(req, res);
  const form = parseForm(ComplaintForm, req.body, res.locals.t);
  if (!form.ok) return complaintPage(res.status(422), event, review, form);
  const said = await complainOfReview(review.id, accountOf(res).id, form.data).then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Conflict) return 'again';
      throw error;
    },
  );
  flash(res, said === 'done' ? 'ok' : 'warn', res.locals.t(`ratings:complaint.${said}`));
  res.redirect(303, `/events/${event.id}/reviews`);
});

/** @throws NotFound unless everybody can read it */
async function readableReview(req: Request, res: Response): Promise<{ review: Review; event: EventDetails }> {
  const review = await findReview(idOf(req.params['id']));
  if (!review) throw new NotFound();
  const event = await getEvent(review.eventId);
  if (!canViewEvent(res.locals.account, event)) throw new NotFound();
  return { review, event };
}

/** @throws NotFound for anybody but the organizer of its event */
async function ownReview(req: Request, res: Response): Promise<{ review: Review; event: EventDetails }> {
  const found = await readableReview(req, res);
  if (!canEditEvent(res.locals.account, found.event)) throw new NotFound();
  return found;
}

function shown(res: Response, event: EventDetails, review: Review) {
  const { account } = res.locals;
  const reader = { accountId: account?.id ?? null, isOrganizer: canEditEvent(account, event) };
  return reviewOf(review, event, reader, res.locals);
}

function replyPage(res: Response, event: EventDetails, review: Review, form: Form): void {
  const title = res.locals.t(review.reply ? 'ratings:reply.edit' : 'ratings:reply.title');
  page(res, 'ratings/reply', { title, noindex: true, event, review: shown(res, event, review), form });
}

function complaintPage(res: Response, event: EventDetails, review: Review, form: Form): void {
  const title = res.locals.t('ratings:complaint.title');
  const reasons = complaintReasons.map((value) => ({ value, label: res.locals.t(`ratings:reason.${value}`) }));
  page(res, 'ratings/complaint', { title, noindex: true, event, review: shown(res, event, review), reasons, form });
}
