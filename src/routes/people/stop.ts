import { Router } from 'express';
import type { Response } from 'express';
import { secretPage } from '../../middleware/secret-page.ts';
import { page } from '../../page.ts';
import { getStoppable, stopMails } from '../../services/news/stop.ts';
import type { Stoppable } from '../../services/news/stop.ts';

/**
 * Stops mails of a kind by the secret link at their foot. Mail programs post here by themselves (RFC 8058), in any form and without a
 * token of a page: the secret is what allows it.
 */
export const newsStops = Router();

newsStops.use('/stop/:token/:target', secretPage);

newsStops.get('/stop/:token/:target', async (req, res) => {
  const { token, target } = req.params;
  showStop(res, await getStoppable(token, target), `/stop/${token}/${target}`);
});

newsStops.post('/stop/:token/:target', async (req, res) => {
  const stoppable = await getStoppable(req.params.token, req.params.target);
  await stopMails(stoppable);
  showStop(res, { ...stoppable, isOn: false }, '');
});

function showStop(res: Response, { kind, groupName, isOn }: Stoppable, action: string): void {
  const { t } = res.locals;
  const what = kind === 'group' ? t('people:stop.group', { group: groupName }) : t(`people:mail.kinds.${kind}`);
  page(res, 'people/stop', { title: t(isOn ? 'people:stop.title' : 'people:stop.done'), what, isOn, action, noindex: true });
}
