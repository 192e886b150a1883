import { Router } from 'express';
import { requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { banItem } from '../../presenters/group-members.ts';
import { groupPath } from '../../presenters/groups.ts';
import { idOf } from '../../schemas/form.ts';
import { liftBan, listBans } from '../../services/groups/bans.ts';
import { bannerOf, visitAsModerator } from './visit.ts';

/** Who is kept out of a group. */
export const groupBans = Router();

groupBans.get('/groups/:slug/bans', requireAccount, async (req, res) => {
  const visit = await visitAsModerator(req, res);
  const bans = await listBans(visit.group.id);
  const { t } = res.locals;
  page(res, 'groups/bans', {
    title: t('groups:tab_title', { tab: t('groups:bans.title'), group: visit.group.name }),
    noindex: true,
    banner: bannerOf(visit, 'members', res),
    bans: bans.map((ban) => banItem(ban, groupPath(visit.group), res.locals)),
  });
});

groupBans.post('/groups/:slug/bans/:personId/end', requireAccount, async (req, res) => {
  const { group } = await visitAsModerator(req, res);
  await liftBan(group.id, idOf(req.params['personId']));
  flash(res, 'ok', res.locals.t('groups:flash.unbanned'));
  res.redirect(303, `${groupPath(group)}/bans`);
});
