import { Router } from 'express';
import { page } from '../page.ts';
import { canOrganize, ownedBy } from '../policies/accounts.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import { eventCard } from '../presenters/events.ts';
import { ownEventRow } from '../presenters/own-events.ts';
import { topicChip } from '../presenters/topics.ts';
import { listEvents } from '../services/events/catalogue.ts';
import { listOwnEvents } from '../services/events/own.ts';
import { listTopics } from '../services/events/topics.ts';

export const home = Router();

const CARDS = 9;

home.get('/', async (_req, res) => {
  const words = res.locals;
  const [{ events }, topics, own] = await Promise.all([listEvents({}), listTopics(), ownNext(words.account)]);
  page(res, 'home/index', {
    title: words.t('layout:site'),
    cards: events.slice(0, CARDS).map((event) => eventCard(event, words)),
    topics: topics.map((topic) => topicChip(topic, words.locale)),
    role: words.account?.role ?? 'guest',
    own: own?.map((event) => ({ ...ownEventRow(event, words), heading: 'h3' })) ?? null,
  });
});

/** The next events of an organizer's own; null for everybody else. */
async function ownNext(account: CurrentAccount | null) {
  if (!canOrganize(account)) return null;
  const { events } = await listOwnEvents({ ownerId: ownedBy(account), state: 'upcoming', limit: 3 });
  return events;
}
