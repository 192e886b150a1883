import { Router } from 'express';
import type { Response } from 'express';
import { Conflict } from '../../errors.ts';
import { accountOf, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { ownedBy } from '../../policies/accounts.ts';
import { givenUntil } from '../../policies/ratings.ts';
import { eventState } from '../../presenters/events.ts';
import { participantRow, participantValues } from '../../presenters/ratings/participants.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { ParticipantsQuery, participantsForm, rowsOf } from '../../schemas/ratings.ts';
import type { EventDetails } from '../../services/events/read.ts';
import { countParticipants, listParticipants } from '../../services/ratings/participants.ts';
import { rateParticipants, RowsRefused } from '../../services/ratings/rate-participants.ts';
import { ownEvent } from '../events/own-event.ts';

/** What an organizer says of those who were registered for an event. */
export const participants = Router();

participants.get('/events/:id/ratings', requireOrganizer, async (req, res) => {
  await showParticipants(res, await ownEvent(req, res), req.query);
});

participants.post('/events/:id/ratings', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const form = parseForm(participantsForm(rowsOf(req.body)), req.body, res.locals.t);
  if (!form.ok) return showParticipants(res.status(422), event, req.body, form);
  try {
    say(res, await rateParticipants(event.id, form.data, { owner: ownedBy(accountOf(res)) }));
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return showParticipants(res.status(409), event, req.body, { ...form, errors: refusals(res, error) });
  }
  const { after } = ParticipantsQuery.parse(req.body);
  res.redirect(303, `/events/${event.id}/ratings${after === null ? '' : `?after=${after}`}`);
});

function refusals({ locals: { t } }: Response, error: Conflict): Record<string, string> {
  if (!(error instanceof RowsRefused)) return { form: t(`ratings:refused.${error.code}`) };
  return Object.fromEntries([...error.rows].map(([id, code]) => [`stars_${id}`, t(`ratings:refused.${code}`)]));
}

function say(res: Response, { rated, marked }: { rated: number; marked: number }): void {
  const { t } = res.locals;
  if (rated > 0) return flash(res, 'ok', t('ratings:participants.rated', { count: rated }));
  if (marked > 0) return flash(res, 'ok', t('ratings:participants.marked', { count: marked }));
  flash(res, 'warn', t('ratings:participants.nothing'));
}

async function showParticipants(res: Response, event: EventDetails, asked: unknown, form?: Form): Promise<void> {
  const { t, fmt } = res.locals;
  const { after } = ParticipantsQuery.parse(asked ?? {});
  const isOver = eventState(event) === 'past';
  const [{ rows, next }, counts] = await Promise.all([
    isOver ? listParticipants(event.id, after) : { rows: [], next: null },
    countParticipants(event.id),
  ]);
  page(res, 'ratings/participants', {
    title: t('ratings:participants.title'),
    noindex: true,
    event: { id: event.id, title: event.title, when: fmt.when(event.startAt, event.timeZone) },
    isOver,
    until: fmt.date(givenUntil(event.endAt), event.timeZone),
    isOpen: isOver && givenUntil(event.endAt) > new Date(),
    counts,
    form: form ?? blankForm(participantValues(rows)),
    rows: rows.map((row) => participantRow(row, event, res.locals)),
    after,
    nextPage: next === null ? '' : `/events/${event.id}/ratings?after=${next}`,
  });
}
