import { Router } from 'express';
import type { Response } from 'express';
import { config } from '../../config.ts';
import { page } from '../../page.ts';
import { canManageGroup, isOrganizerOf } from '../../policies/groups.ts';
import { pageLinks, positionOf } from '../../presenters/catalogue.ts';
import { shortDescription } from '../../presenters/event-page.ts';
import { facesText, groupEventRow } from '../../presenters/group-page.ts';
import { groupPath } from '../../presenters/groups.ts';
import { listGroupEvents } from '../../services/groups/events.ts';
import { listFaces, listOrganizers } from '../../services/groups/people.ts';
import { groupRating } from '../../services/ratings/averages.ts';
import { bannerOf, visitGroup } from './visit.ts';
import type { Visit } from './visit.ts';

/** The page of a group and the list of its events. */
export const groupShow = Router();

const EVENTS = 4;

groupShow.get('/groups/:slug', async (req, res) => {
  const visit = await visitGroup(req, res);
  const { group, standing, role } = visit;
  const { account, t } = res.locals;
  const [upcoming, past, organizers, faces, rating] = await Promise.all([
    listGroupEvents({ groupId: group.id, viewer: account, past: false, limit: EVENTS }),
    listGroupEvents({ groupId: group.id, viewer: account, past: true, limit: EVENTS }),
    listOrganizers(group.id),
    account ? listFaces(group.id) : [],
    groupRating(group.id),
  ]);
  page(res, 'groups/show', {
    title: group.name,
    description: shortDescription(group.about) || t('groups:about_of', { name: group.name }),
    canonical: config.baseUrl + groupPath(group),
    image: group.coverId ? `${config.baseUrl}/media/${group.coverId}/1600.jpg` : '',
    banner: bannerOf(visit, 'about', res),
    about: group.about,
    rules: group.rules,
    upcoming: upcoming.events.map((event) => groupEventRow(event, res.locals)),
    past: past.events.map((event) => groupEventRow(event, res.locals)),
    hasMore: upcoming.hasNext || past.hasNext,
    organizers,
    faces,
    facesText: facesText(faces, group.memberCount, res.locals),
    rating: rating.average === null ? null : rating,
    canCreate: canCreateEvent(visit, res),
    canManage: canManageGroup(account, role),
    wantsEventMails: standing.membership?.wantsEventMails ?? null,
    share: config.baseUrl + groupPath(group),
  });
});

const canCreateEvent = ({ group, role }: Visit, { locals }: Response): boolean =>
  isOrganizerOf(locals.account, role) && group.archivedAt === null;

groupShow.get('/groups/:slug/events', async (req, res) => {
  const visit = await visitGroup(req, res);
  const { group } = visit;
  const past = req.query['past'] === '1';
  const after = typeof req.query['after'] === 'string' ? positionOf(req.query['after']) : null;
  const list = await listGroupEvents({ groupId: group.id, viewer: res.locals.account, past, after });
  const { t } = res.locals;
  page(res, 'groups/events', {
    title: t('groups:tab_title', { tab: t('groups:tab.events'), group: group.name }),
    noindex: Object.keys(req.query).length > 0,
    banner: bannerOf(visit, 'events', res),
    past,
    canCreate: canCreateEvent(visit, res),
    rows: list.events.map((event) => groupEventRow(event, res.locals)),
    links: pageLinks(`${groupPath(group)}/events`, past ? { past: '1' } : {}, { ...list, hasPrevious: false }),
  });
});
