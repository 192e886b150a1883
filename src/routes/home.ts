import { Router } from 'express';
import type { Response } from 'express';
import { page } from '../page.ts';
import { canOrganize, ownedBy } from '../policies/accounts.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import { attentionItem } from '../presenters/dashboard-attention.ts';
import { dashboardStats } from '../presenters/dashboard-trends.ts';
import { dashboardLead, nextEventRow } from '../presenters/dashboard.ts';
import { eventCard } from '../presenters/events.ts';
import { savedRows } from '../presenters/own-reports/saved.ts';
import { feedCard } from '../presenters/feed.ts';
import { topicChips } from '../presenters/topics.ts';
import { SITE_ZONE } from '../schemas/events.ts';
import { readDashboard } from '../services/dashboard/index.ts';
import { listEvents } from '../services/events/catalogue.ts';
import { listTopics } from '../services/events/topics.ts';
import { listSavedReports } from '../services/own-reports/saved.ts';
import { listFeed } from '../services/people/feed.ts';
import { hasInterests } from '../services/people/interests.ts';

export const home = Router();

const CARDS = 9;
const FEED_CARDS = 3;
const ORGANIZERS_CARDS = 3;
const REPORTS = 3;

home.get('/', async (_req, res) => {
  const { account } = res.locals;
  if (canOrganize(account)) return showDashboard(account, res);
  const words = res.locals;
  const [{ events }, topics, [feed, isKnown]] = await Promise.all([listEvents({ viewer: account }), listTopics(), feedOf(account)]);
  const inFeed = new Set(feed.map(({ id }) => id));
  page(res, 'home/index', {
    title: words.t('layout:site'),
    feed: feed.map((event) => feedCard(event, words, 'h3')),
    isKnown,
    cards: events
      .filter(({ id }) => !inFeed.has(id))
      .slice(0, CARDS)
      .map((event) => eventCard(event, words)),
    topics: topicChips(topics, '', words.locale),
    role: account === null ? 'guest' : 'participant',
  });
});

/** What suits whoever has logged in, and whether they told what that is. */
const feedOf = (account: CurrentAccount | null) =>
  account ? Promise.all([listFeed(account, FEED_CARDS), hasInterests(account.id)]) : ([[], true] as const);

async function showDashboard(account: CurrentAccount, res: Response): Promise<void> {
  const words = res.locals;
  const [{ attention, next, isNew, ...trends }, { events }, saved] = await Promise.all([
    readDashboard(ownedBy(account), SITE_ZONE),
    listEvents({ viewer: account }),
    listSavedReports(account.id),
  ]);
  page(res, 'home/dashboard', {
    title: words.t('layout:site'),
    lead: dashboardLead(next, words),
    attention: attention.map((item) => attentionItem(item, words)),
    next: next.map((event) => nextEventRow(event, words)),
    stats: dashboardStats(trends, words),
    isNew,
    reports: savedRows(saved.slice(0, REPORTS), words),
    cards: events.slice(0, ORGANIZERS_CARDS).map((event) => eventCard(event, words)),
  });
}
