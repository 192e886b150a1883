import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireAccount } from '../middleware/current-account.ts';
import { sendFile } from '../middleware/download.ts';
import { flash } from '../middleware/flash.ts';
import { rateLimit } from '../middleware/rate-limit.ts';
import { endSession } from '../middleware/session.ts';
import { page } from '../page.ts';
import { archiveState, deletionPage, obstacleList } from '../presenters/privacy.ts';
import { DeletionForm } from '../schemas/accounts.ts';
import { blankForm, idOf, parseForm, withError } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { WrongPassword } from '../services/accounts/password.ts';
import { deleteAccount, DeletionBlocked } from '../services/privacy/delete-account.ts';
import { getExportFile, listExports, requestExport } from '../services/privacy/exports.ts';
import { countTraces, findObstacles } from '../services/privacy/leaving.ts';

/** Shared with the change of a password: it is the same guessing. */
const guesses = rateLimit({ name: 'current-password', tries: 5, minutes: 15 });
const archives = rateLimit({ name: 'data-exports', tries: 10, minutes: 24 * 60 });

/** Taking one's data along, and leaving. */
export const privacy = Router();

privacy.get('/account/data', requireAccount, async (_req, res) => {
  const archive = archiveState(await listExports(accountOf(res).id), res.locals);
  page(res, 'privacy/data', { title: res.locals.t('accounts:settings.tabs.data'), archive });
});

privacy.post('/account/exports', requireAccount, async (_req, res) => {
  const { id } = accountOf(res);
  await archives.take(String(id));
  await requestExport(id);
  flash(res, 'ok', res.locals.t('privacy:data.requested'));
  res.redirect(303, '/account/data');
});

privacy.get('/account/data/:id.zip', requireAccount, async (req, res) => {
  const { file, readyAt } = await getExportFile(accountOf(res).id, idOf(req.params.id));
  const name = `tochka-sbora-${readyAt.toISOString().slice(0, 10)}.zip`;
  res.set('Content-Length', String(file.bytes));
  await sendFile(res, { names: { plain: name, local: name }, type: 'application/zip' }, file.stream());
});

privacy.get('/account/deletion', requireAccount, (_req, res) => showDeletion(res, blankForm()));

privacy.post('/account/deletion', requireAccount, async (req, res) => {
  const form = parseForm(DeletionForm, req.body, res.locals.t);
  if (!form.ok) return showDeletion(res.status(422), form);

  const { id } = accountOf(res);
  await guesses.take(String(id));
  try {
    await deleteAccount(id, form.data.current_password);
  } catch (error) {
    if (error instanceof DeletionBlocked) return showDeletion(res.status(409), form);
    if (!(error instanceof WrongPassword)) throw error;
    return showDeletion(res.status(422), withError(form, error.field, res.locals.t('accounts:password.wrong')));
  }
  await endSession(req, res);
  flash(res, 'ok', res.locals.t('privacy:deletion.done'));
  res.redirect(303, '/');
});

async function showDeletion(res: Response, form: Form): Promise<void> {
  const { id, emailConfirmed } = accountOf(res);
  const [obstacles, traces] = await Promise.all([findObstacles(id), countTraces(id)]);
  page(res, 'privacy/deletion', {
    title: res.locals.t('privacy:deletion.title'),
    form,
    first: obstacleList(obstacles, res.locals),
    ...deletionPage(traces, emailConfirmed, res.locals),
  });
}
