import { Router } from 'express';
import type { Request, Response } from 'express';
import { Conflict, NotFound } from '../../errors.ts';
import { requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { secretPage } from '../../middleware/secret-page.ts';
import { page } from '../../page.ts';
import { isOwnRegistration } from '../../policies/registrations.ts';
import { eventRatingPage, ratingValues } from '../../presenters/ratings/event-rating.ts';
import { blankForm, parseForm, withError } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { ChosenStars, EventRatingForm } from '../../schemas/ratings.ts';
import type { RegistrationDetails } from '../../services/registrations/read.ts';
import { ratingsOf } from '../../services/ratings/own.ts';
import { rateEvent } from '../../services/ratings/rate-event.ts';
import { visibleRegistration } from '../registrations/access.ts';
import { registrationOf } from '../tickets.ts';

/** What somebody who was there says of an event: by the secret link of their mail, or with their account. */
export const eventRating = Router();

eventRating.use('/r/:token/rating', secretPage);

eventRating.get('/r/:token/rating', async (req, res) => {
  const registration = await registrationOf(req);
  await showRating(req, res, registration, `/r/${registration.token}`);
});

eventRating.post('/r/:token/rating', async (req, res) => {
  const registration = await registrationOf(req);
  await saveRating(req, res, registration, `/r/${registration.token}`);
});

eventRating.get('/registrations/:id/rating', requireAccount, async (req, res) => {
  const registration = await ownVisit(req, res);
  await showRating(req, res, registration, `/registrations/${registration.id}`);
});

eventRating.post('/registrations/:id/rating', requireAccount, async (req, res) => {
  const registration = await ownVisit(req, res);
  await saveRating(req, res, registration, `/registrations/${registration.id}`);
});

/** @throws NotFound for anybody but the visitor: their organizer rates by another page */
async function ownVisit(req: Request, res: Response): Promise<RegistrationDetails> {
  const { registration } = await visibleRegistration(req, res);
  if (!isOwnRegistration(res.locals.account, registration)) throw new NotFound();
  return registration;
}

/** Whoever has the link of a registration rates by it, but only its owner, logged in, does so by the name of their account. */
const authorOf = ({ locals: { account } }: Response, registration: RegistrationDetails): number | null =>
  account && isOwnRegistration(account, registration) ? account.id : null;

/** Opening the page writes nothing, whatever link led here: mail scanners open links too. */
async function showRating(req: Request, res: Response, registration: RegistrationDetails, base: string): Promise<void> {
  const { stars } = ChosenStars.parse(req.query);
  const ratings = await ratingsOf(registration.id, authorOf(res, registration));
  answer(res, registration, ratings, base, blankForm(ratingValues(ratings, stars)));
}

async function saveRating(req: Request, res: Response, registration: RegistrationDetails, base: string): Promise<void> {
  const { t } = res.locals;
  const form = parseForm(EventRatingForm, req.body, t);
  if (!form.ok) return answer(res.status(422), registration, await ratingsOf(registration.id, authorOf(res, registration)), base, form);
  try {
    const outcome = await rateEvent(registration.id, form.data, new Date(), authorOf(res, registration));
    flash(res, 'ok', t(`ratings:event.${outcome}`));
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return refuse(res, registration, base, form, error.code);
  }
  res.redirect(303, `${base}/rating`);
}

/** Fewer stars than before are the fault of a field; all other rules close the form. */
async function refuse(res: Response, registration: RegistrationDetails, base: string, form: Form, code: string): Promise<void> {
  const ratings = await ratingsOf(registration.id, authorOf(res, registration));
  if (code !== 'rating_lowered') return answer(res.status(409), registration, ratings, base, form);
  answer(res.status(422), registration, ratings, base, withError(form, 'stars', res.locals.t('ratings:refused.rating_lowered')));
}

type Ratings = Awaited<ReturnType<typeof ratingsOf>>;

function answer(res: Response, registration: RegistrationDetails, ratings: Ratings, base: string, form: Form): void {
  const rating = eventRatingPage(registration, ratings, res.locals, base);
  page(res, 'ratings/event', { title: rating.heading, noindex: true, rating, form });
}
