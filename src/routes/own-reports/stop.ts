import { Router } from 'express';
import type { Request } from 'express';
import { NotFound } from '../../errors.ts';
import { secretPage } from '../../middleware/secret-page.ts';
import { page } from '../../page.ts';
import { getMailedReport, stopMailing } from '../../services/own-reports/mailing.ts';
import type { MailedReport } from '../../services/own-reports/mailing.ts';

/**
 * Stops the mailing of a report by the secret link of its mails. Mail programs post here by themselves (RFC 8058), in any form and
 * without a token of a page: the secret is what allows it.
 */
export const reportStops = Router();

reportStops.use('/reports/stop/:token', secretPage);

reportStops.get('/reports/stop/:token', async (req, res) => {
  const report = await mailedReportOf(req);
  page(res, 'own-reports/stop', {
    title: res.locals.t('own-reports:stop.title'),
    report,
    action: `/reports/stop/${req.params.token}`,
    noindex: true,
  });
});

reportStops.post('/reports/stop/:token', async (req, res) => {
  const report = await mailedReportOf(req);
  await stopMailing(report.id);
  page(res, 'own-reports/stop', {
    title: res.locals.t('own-reports:stop.done'),
    report: { ...report, isMailed: false },
    action: '',
    noindex: true,
  });
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function mailedReportOf(req: Request<{ token: string }>): Promise<MailedReport> {
  if (!uuid.test(req.params.token)) throw new NotFound();
  return getMailedReport(req.params.token);
}
