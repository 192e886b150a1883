import { Router } from 'express';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { feedCard } from '../../presenters/feed.ts';
import { listFeed } from '../../services/people/feed.ts';
import { listFollowedGroups, listFollowedPeople } from '../../services/people/follows.ts';
import { hasInterests } from '../../services/people/interests.ts';

const CARDS = 24;

/** Events that suit whoever has logged in, and whom they follow. */
export const feed = Router();

feed.get('/feed', requireAccount, async (_req, res) => {
  const account = accountOf(res);
  const [events, isKnown, people, groups] = await Promise.all([
    listFeed(account, CARDS),
    hasInterests(account.id),
    listFollowedPeople(account.id),
    listFollowedGroups(account.id),
  ]);
  page(res, 'people/feed', {
    title: res.locals.t('people:feed.title'),
    cards: events.map((event) => feedCard(event, res.locals)),
    isKnown,
    people,
    groups,
  });
});
