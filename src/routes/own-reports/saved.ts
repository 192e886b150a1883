import { Router } from 'express';
import type { Request, Response } from 'express';
import type { DomainError } from '../../errors.ts';
import { accountOf, requireOrganizer } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { builderHref } from '../../presenters/own-reports/links.ts';
import { savedRows } from '../../presenters/own-reports/saved.ts';
import { idOf, parseForm, withError } from '../../schemas/form.ts';
import { SavedReportForm } from '../../schemas/own-reports.ts';
import {
  changeSavedReport,
  deleteSavedReport,
  getSavedReport,
  listSavedReports,
  markOpened,
  NameTaken,
  saveReport,
  TooManySaved,
} from '../../services/own-reports/saved.ts';
import type { Draft } from '../../services/own-reports/saved.ts';
import { showBuilder } from './builder-page.ts';
import { readOwnRequest } from './request.ts';

/** «Мои отчёты»: reports under a name. */
export const savedReports = Router();

savedReports.get('/reports/saved', requireOrganizer, async (_req, res) => {
  const reports = await listSavedReports(accountOf(res).id);
  page(res, 'own-reports/saved', {
    title: res.locals.t('own-reports:saved.title'),
    reports: savedRows(reports, res.locals),
    noindex: true,
  });
});

savedReports.post('/reports/saved', requireOrganizer, async (req, res) => {
  await save(req, res, (draft) => saveReport(accountOf(res).id, draft));
});

savedReports.get('/reports/saved/:id', requireOrganizer, async (req, res) => {
  const { id, choices } = await getSavedReport(idOf(req.params['id']), accountOf(res).id);
  await markOpened(id);
  res.redirect(303, builderHref(choices, { saved: id }));
});

savedReports.post('/reports/saved/:id', requireOrganizer, async (req, res) => {
  const { id } = await getSavedReport(idOf(req.params['id']), accountOf(res).id);
  await save(req, res, (draft) => changeSavedReport(id, accountOf(res).id, draft));
});

savedReports.get('/reports/saved/:id/deletion', requireOrganizer, async (req, res) => {
  const report = await getSavedReport(idOf(req.params['id']), accountOf(res).id);
  page(res, 'own-reports/deletion', { title: res.locals.t('own-reports:deletion.title'), report, noindex: true });
});

savedReports.post('/reports/saved/:id/deletion', requireOrganizer, async (req, res) => {
  const { id, name } = await getSavedReport(idOf(req.params['id']), accountOf(res).id);
  await deleteSavedReport(id, accountOf(res).id);
  flash(res, 'ok', res.locals.t('own-reports:deleted', { name }));
  res.redirect(303, '/reports/saved');
});

/** Saves what was posted, or shows what is wrong with it. */
async function save(req: Request, res: Response, write: (draft: Draft) => Promise<unknown>): Promise<void> {
  const { t } = res.locals;
  const request = await readOwnRequest(req.body as Record<string, unknown>, res);
  const details = parseForm(SavedReportForm, req.body, t);
  const form = { values: request.form.values, errors: { ...request.form.errors, ...details.errors } };
  if (!request.wanted || !details.ok) return showBuilder(res, { ...request, form });
  try {
    await write({ ...details.data, choices: request.choices });
  } catch (error) {
    if (!(error instanceof NameTaken || error instanceof TooManySaved)) throw error;
    return showBuilder(res, { ...request, form: withError(form, 'name', wordsOf(error, res)) });
  }
  flash(res, 'ok', t('own-reports:kept', { name: details.data.name }));
  res.redirect(303, '/reports/saved');
}

const wordsOf = ({ code, params }: DomainError, { locals: { t } }: Response): string => t(`own-reports:errors.${code}`, params);
