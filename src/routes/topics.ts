import { Router } from 'express';
import type { Request, Response } from 'express';
import { config } from '../config.ts';
import { NotFound } from '../errors.ts';
import { page } from '../page.ts';
import { isAdmin } from '../policies/accounts.ts';
import { pageLinks, positionOf } from '../presenters/catalogue.ts';
import { eventCard } from '../presenters/events.ts';
import { topicName, topicPage, topicTree } from '../presenters/topics.ts';
import { parseForm } from '../schemas/form.ts';
import { TopicQuery } from '../schemas/topics.ts';
import { listEvents } from '../services/events/catalogue.ts';
import { listTopics } from '../services/events/topics.ts';
import type { Topic } from '../services/events/topics.ts';
import { countUpcomingByTopic, listTopicGroups } from '../services/topics/overview.ts';

/** What the site is about: all topics, and a page for each. */
export const topics = Router();

topics.get('/topics', async (_req, res) => {
  const { t, account } = res.locals;
  const [all, counts] = await Promise.all([listTopics(), countUpcomingByTopic()]);
  page(res, 'topics/index', {
    title: t('topics:title'),
    description: t('topics:description'),
    canonical: `${config.baseUrl}/topics`,
    tree: topicTree(all, counts, res.locals),
    canEdit: isAdmin(account),
  });
});

topics.get('/topics/:slug', async (req, res) => {
  const all = await listTopics();
  const topic = all.find(({ slug }) => slug === req.params.slug);
  if (!topic) throw new NotFound();
  const [list, groups] = await Promise.all([listEvents(placeIn(req, res, topic)), listTopicGroups(withChildren(topic, all))]);
  const name = topicName(topic, res.locals.locale);
  page(res, 'topics/show', {
    title: res.locals.t('topics:page.title', { name }),
    description: res.locals.t('topics:page.description', { name }),
    canonical: `${config.baseUrl}/topics/${topic.slug}`,
    noindex: Object.keys(req.query).length > 0,
    topic: topicPage(topic, all, res.locals),
    cards: list.events.map((event) => eventCard(event, res.locals)),
    groups,
    links: pageLinks(`/topics/${topic.slug}`, {}, list),
  });
});

function placeIn(req: Request, { locals }: Response, { slug }: Topic) {
  const { after, before } = parseForm(TopicQuery, req.query, locals.t).data ?? { after: '', before: '' };
  return { topic: slug, viewer: locals.account, after: positionOf(after), before: positionOf(before) };
}

const withChildren = ({ id }: Topic, all: readonly Topic[]): number[] => [
  id,
  ...all.filter(({ parentId }) => parentId === id).map((child) => child.id),
];
