import { Router } from 'express';
import type { Response } from 'express';
import { requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { groupPath } from '../../presenters/groups.ts';
import { archiveGroup, countContents, deleteGroup, reopenGroup } from '../../services/groups/archive.ts';
import { visitAsLeader } from './visit.ts';
import type { Visit } from './visit.ts';

/** The end of a group, and its coming back. */
export const groupClosing = Router();

groupClosing.get('/groups/:slug/archive', requireAccount, async (req, res) => {
  const { group } = await visitAsLeader(req, res);
  if (group.archivedAt) return res.redirect(303, `${groupPath(group)}/settings`);
  page(res, 'groups/archive', {
    title: res.locals.t('groups:closing.title'),
    noindex: true,
    group: { name: group.name, path: groupPath(group), requestCount: group.requestCount },
    isEmpty: isEmpty(await countContents(group.id)),
  });
});

groupClosing.post('/groups/:slug/archive', requireAccount, async (req, res) => {
  const { group } = await visitAsLeader(req, res);
  await archiveGroup(group.id);
  flash(res, 'ok', res.locals.t('groups:flash.closed'));
  res.redirect(303, groupPath(group));
});

groupClosing.post('/groups/:slug/reopening', requireAccount, async (req, res) => {
  const { group } = await visitAsLeader(req, res);
  await reopenGroup(group.id);
  flash(res, 'ok', res.locals.t('groups:flash.reopened'));
  res.redirect(303, groupPath(group));
});

groupClosing.get('/groups/:slug/deletion', requireAccount, async (req, res) => {
  await deletionPage(res, await visitAsLeader(req, res));
});

groupClosing.post('/groups/:slug/deletion', requireAccount, async (req, res) => {
  const visit = await visitAsLeader(req, res);
  if (!isEmpty(await countContents(visit.group.id))) return deletionPage(res.status(409), visit);
  await deleteGroup(visit.group.id);
  flash(res, 'ok', res.locals.t('groups:flash.deleted', { group: visit.group.name }));
  res.redirect(303, '/groups/mine');
});

type Contents = Awaited<ReturnType<typeof countContents>>;

const isEmpty = ({ others, events, discussions }: Contents): boolean => others + events + discussions === 0;

async function deletionPage(res: Response, { group }: Visit): Promise<void> {
  const contents = await countContents(group.id);
  page(res, 'groups/deletion', {
    title: res.locals.t('groups:deletion.title'),
    noindex: true,
    group: { name: group.name, path: groupPath(group), isArchived: group.archivedAt !== null },
    contents,
    isEmpty: isEmpty(contents),
  });
}
