import { Router } from 'express';
import type { Request, Response } from 'express';
import { Forbidden } from '../../errors.ts';
import { loginPath } from '../../middleware/return-to.ts';
import { page } from '../../page.ts';
import { canOrganize, ownedBy } from '../../policies/accounts.ts';
import { pageLinks, positionOf, withQuery } from '../../presenters/catalogue.ts';
import { eventCard } from '../../presenters/events.ts';
import { ownEventRow } from '../../presenters/own-events.ts';
import { topicChips } from '../../presenters/topics.ts';
import { CatalogueQuery, OwnEventsQuery, ownEventStates } from '../../schemas/events.ts';
import { parseForm, withError } from '../../schemas/form.ts';
import { listEvents } from '../../services/events/catalogue.ts';
import { countOwnEvents, listOwnEvents } from '../../services/events/own.ts';
import { listTopics } from '../../services/events/topics.ts';
import type { Topic } from '../../services/events/topics.ts';

export const catalogue = Router();

catalogue.get('/events', async (req, res) => {
  if (req.query['mine'] === '1') await ownList(req, res);
  else await publicList(req, res);
});

async function publicList(req: Request, res: Response): Promise<void> {
  const topics = await listTopics();
  const form = parseQuery(req, res, topics);
  const { after, before, ...filter } = form.data ?? { after: '', before: '' };
  const list = form.ok
    ? await listEvents({ ...filter, viewer: res.locals.account, after: positionOf(after), before: positionOf(before) })
    : { events: [], hasPrevious: false, hasNext: false };
  const isPast = form.values['past'] === '1';
  page(form.ok ? res : res.status(422), 'events/index', {
    title: res.locals.t('events:title'),
    form,
    isPast,
    isFiltered: ['q', 'topic', 'tag', 'format', 'from', 'to', 'free'].some((name) => form.values[name]),
    noindex: Object.keys(req.query).length > 0,
    canCreate: canOrganize(res.locals.account),
    topics: topicChips(topics, form.values['topic'] ?? '', res.locals.locale),
    cards: list.events.map((event) => eventCard(event, res.locals)),
    reset: withQuery('/events', { past: isPast ? '1' : '' }),
    withoutTag: withQuery('/events', { ...form.values, tag: '', after: '', before: '' }),
    links: pageLinks('/events', form.values, list),
  });
}

function parseQuery(req: Request, { locals }: Response, topics: readonly Topic[]) {
  const form = parseForm(CatalogueQuery, req.query, locals.t);
  const topic = form.data?.topic;
  if (!topic || topics.some(({ slug }) => slug === topic)) return form;
  return { ...withError(form, 'topic', locals.t('events:errors.topic')), ok: false as const, data: undefined };
}

/** An organizer's own events, drafts too. */
async function ownList(req: Request, res: Response): Promise<void> {
  const { account } = res.locals;
  if (!account) return res.redirect(303, loginPath(req));
  if (!canOrganize(account)) throw new Forbidden('organizers_only');
  const form = parseForm(OwnEventsQuery, req.query, res.locals.t);
  const { state, after } = form.data ?? { state: 'upcoming' as const, after: '' };
  const ownerId = ownedBy(account);
  const [counts, list] = await Promise.all([countOwnEvents(ownerId), listOwnEvents({ ownerId, state, after: positionOf(after) })]);
  page(form.ok ? res : res.status(422), 'events/mine', {
    title: res.locals.t('events:catalogue.mine'),
    state,
    tabs: ownTabs(res, counts),
    rows: list.events.map((event) => ownEventRow(event, res.locals)),
    links: pageLinks('/events', { mine: '1', state }, { ...list, hasPrevious: false }),
  });
}

const ownTabs = ({ locals }: Response, counts: Record<string, number>) =>
  ownEventStates.map((state) => ({
    state,
    href: withQuery('/events', { mine: '1', state: state === 'upcoming' ? '' : state }),
    label: locals.t(`events:mine.tab.${state}`),
    count: locals.fmt.number(counts[state] ?? 0),
  }));
