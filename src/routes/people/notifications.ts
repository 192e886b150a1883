import { Router } from 'express';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { ownPath } from '../../middleware/return-to.ts';
import { page } from '../../page.ts';
import { noticeLists } from '../../presenters/notifications.ts';
import { idOf, parseForm } from '../../schemas/form.ts';
import { NoticesQuery, ReadingForm } from '../../schemas/people.ts';
import { listNotices, markRead, openNotice } from '../../services/notifications/list.ts';

/** What has happened that somebody wants to know of. */
export const notifications = Router();

notifications.get('/notifications', requireAccount, async (req, res) => {
  const query = parseForm(NoticesQuery, req.query, res.locals.t);
  const before = query.ok ? query.data.before : null;
  const { notices, next } = await listNotices(accountOf(res).id, before);
  page(res, 'people/notifications', {
    title: res.locals.t('people:notifications.title'),
    ...noticeLists(notices, res.locals),
    latest: notices[0]?.id ?? null,
    isFirstPage: before === null,
    next: next === null ? '' : `/notifications?before=${next}`,
  });
});

notifications.post('/notifications/reading', requireAccount, async (req, res) => {
  const form = parseForm(ReadingForm, req.body, res.locals.t);
  if (form.ok) await markRead(accountOf(res).id, form.data.up_to);
  flash(res, 'ok', res.locals.t('people:notifications.all_read'));
  res.redirect(303, '/notifications');
});

/** Opened by its link: read from now on. */
notifications.get('/notifications/:id', requireAccount, async (req, res) => {
  const link = await openNotice(accountOf(res).id, idOf(req.params.id));
  res.redirect(303, ownPath(link));
});
