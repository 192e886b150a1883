import { Router } from 'express';
import { accountOf, requireOrganizer } from '../middleware/current-account.ts';
import { page } from '../page.ts';
import { downloadRows } from '../presenters/reports/downloads.ts';
import { idOf } from '../schemas/form.ts';
import { cancelDownload, listDownloads } from '../services/reports/downloads.ts';

export const reportDownloads = Router();

reportDownloads.get('/reports/downloads', requireOrganizer, async (_req, res) => {
  const downloads = await listDownloads(accountOf(res).id);
  page(res.set('Cache-Control', 'no-store'), 'reports/downloads', {
    title: res.locals.t('downloads:title'),
    downloads: downloadRows(downloads, res.locals),
    noindex: true,
  });
});

reportDownloads.post('/reports/downloads/:id/cancel', requireOrganizer, async (req, res) => {
  await cancelDownload(idOf(req.params['id']), accountOf(res).id);
  res.redirect(303, '/reports/downloads');
});
