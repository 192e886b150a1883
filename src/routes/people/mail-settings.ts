import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { newsRows } from '../../presenters/news.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { NewsForm } from '../../schemas/people.ts';
import { getNewsSettings, saveNewsSettings } from '../../services/news/settings.ts';

/** What one wants to be told, by mail and on the site. */
export const mailSettings = Router();

mailSettings.get('/account/mail', requireAccount, (_req, res) => showSettings(res, blankForm()));

mailSettings.post('/account/mail', requireAccount, async (req, res) => {
  const form = parseForm(NewsForm, req.body, res.locals.t);
  if (!form.ok) return showSettings(res.status(422), form);

  await saveNewsSettings(accountOf(res).id, form.data);
  flash(res, 'ok', res.locals.t('people:mail.saved'));
  res.redirect(303, '/account/mail');
});

async function showSettings(res: Response, form: Form): Promise<void> {
  const { byMail, onSite, groups } = await getNewsSettings(accountOf(res).id);
  const title = res.locals.t('accounts:settings.tabs.mail');
  page(res, 'people/mail', { title, form, rows: newsRows({ byMail, onSite }, res.locals), groups });
}
