import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { canFoundGroup } from '../../policies/groups.ts';
import { groupCard, groupPageLinks, groupPositionOf, groupTopicLinks } from '../../presenters/group-cards.ts';
import { parseForm, withError } from '../../schemas/form.ts';
import { GroupsQuery } from '../../schemas/groups.ts';
import { listTopics } from '../../services/events/topics.ts';
import { listGroups, listGroupsOf, listSuggestedGroups } from '../../services/groups/list.ts';

/** Finding groups. */
export const groupCatalogue = Router();

groupCatalogue.get('/groups', async (req, res) => {
  const { t } = res.locals;
  const topics = await listTopics();
  const form = parseGroupsQuery(req.query, res, topics);
  const { after = '', before = '', ...filter } = form.data ?? {};
  const list = form.ok
    ? await listGroups({ ...filter, after: groupPositionOf(after), before: groupPositionOf(before) })
    : { groups: [], hasPrevious: false, hasNext: false };
  const isFiltered = ['q', 'topic'].some((name) => form.values[name]);
  page(form.ok ? res : res.status(422), 'groups/index', {
    title: t('groups:title'),
    description: t('groups:description'),
    noindex: Object.keys(req.query).length > 0,
    form,
    isFiltered,
    canFound: canFoundGroup(res.locals.account),
    topics: groupTopicLinks(topics, form.values, res.locals),
    suggested: isFiltered || after || before ? [] : await suggestedCards(res),
    cards: list.groups.map((group) => groupCard(group, res.locals)),
    links: groupPageLinks(form.values, list),
  });
});

function parseGroupsQuery(query: unknown, { locals }: Response, topics: readonly { slug: string }[]) {
  const form = parseForm(GroupsQuery, query, locals.t);
  const topic = form.data?.topic;
  if (!topic || topics.some(({ slug }) => slug === topic)) return form;
  return { ...withError(form, 'topic', locals.t('events:errors.topic')), ok: false as const, data: undefined };
}

async function suggestedCards({ locals }: Response) {
  const groups = locals.account ? await listSuggestedGroups(locals.account.id) : [];
  return groups.map((group) => groupCard(group, locals));
}

groupCatalogue.get('/groups/mine', requireAccount, async (_req, res) => {
  const account = accountOf(res);
  const groups = await listGroupsOf(account.id);
  page(res, 'groups/mine', {
    title: res.locals.t('groups:mine.title'),
    noindex: true,
    canFound: canFoundGroup(account),
    cards: groups.map((group) => groupCard(group, res.locals)),
    suggested: await suggestedCards(res),
  });
});
