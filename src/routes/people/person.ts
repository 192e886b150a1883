import { Router } from 'express';
import { page } from '../../page.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import { personFacts, personsEventRow } from '../../presenters/people.ts';
import { reliabilityWords } from '../../presenters/ratings/reliability.ts';
import { idOf } from '../../schemas/form.ts';
import { listPastOf, listPlans, listUpcomingOf } from '../../services/people/events.ts';
import { listGroupsOf, listTopicsOf } from '../../services/people/interests.ts';
import { getPerson } from '../../services/people/person.ts';
import type { Person } from '../../services/people/person.ts';
import { organizerRating } from '../../services/ratings/averages.ts';
import { reliabilityOf } from '../../services/ratings/reliability.ts';

/** Whoever takes part or runs events, as others see them. */
export const person = Router();

person.get('/people/:id', async (req, res) => {
  const words = res.locals;
  const found = await getPerson(idOf(req.params.id), words.account);
  const isOwn = words.account?.id === found.personId;
  const [personal, organizer, figures] = await Promise.all([
    personalOf(found, words.account),
    organizerOf(found, words.account),
    isOwn && words.account?.emailConfirmed ? reliabilityOf(words.account.email, null) : null,
  ]);
  const row = (event: Parameters<typeof personsEventRow>[0]) => personsEventRow(event, words);
  page(res, 'people/show', {
    title: found.name,
    noindex: found.seenBy !== 'everyone',
    person: found,
    isOwn,
    isFollowed: found.isFollowed,
    personal: personal && { ...personFacts(personal, personal.topics, words), groups: personal.groups, plans: personal.plans.map(row) },
    reliability: figures && reliabilityWords(figures, words),
    organizer: organizer && { ...organizer, upcoming: organizer.upcoming.map(row), past: organizer.past.map(row) },
  });
});

/** Who is in a group is told to people with an account only, so a guest is not told here either. */
async function personalOf({ personId, personal }: Person, reader: CurrentAccount | null) {
  if (!personal) return null;
  const [topics, groups, plans] = await Promise.all([
    listTopicsOf(personId),
    reader ? listGroupsOf(personId) : [],
    personal.showsPlans ? listPlans(personId) : [],
  ]);
  return { ...personal, topics, groups, plans };
}

async function organizerOf({ personId, runsEvents }: Person, reader: CurrentAccount | null) {
  if (!runsEvents) return null;
  const [rating, upcoming, past] = await Promise.all([
    organizerRating(personId),
    listUpcomingOf(personId, reader),
    listPastOf(personId, reader),
  ]);
  return { rating, upcoming, past };
}
