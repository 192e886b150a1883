import type { Response } from 'express';
import { accountOf } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { ownedBy } from '../../policies/accounts.ts';
import { ownTitle } from '../../presenters/own-reports/about.ts';
import { ownReportForm } from '../../presenters/own-reports/form.ts';
import type { Form } from '../../schemas/form.ts';
import { ownEventOptions } from '../../services/events/options.ts';
import type { OwnRequest } from './request.ts';
import { readScreen } from './screen.ts';

/** As many boxes to tick as still make a page; older events are reached by the period. */
const MOST_EVENTS = 500;

/** The page that makes a report and shows it. */
export async function showBuilder(res: Response, request: OwnRequest): Promise<void> {
  const { choices, saved, wanted } = request;
  const { t } = res.locals;
  const account = accountOf(res);
  const [found, report] = await Promise.all([
    ownEventOptions(ownedBy(account), MOST_EVENTS + 1),
    wanted && readScreen(wanted.report, { saved: saved?.id ?? null, after: wanted.query.after }, res.locals),
  ]);
  const events = { events: found.slice(0, MOST_EVENTS), hasMoreEvents: found.length > MOST_EVENTS, chosen: wanted?.report.events ?? [] };
  const form = withName(request, ownTitle(choices, res.locals));
  page(Object.keys(form.errors).length > 0 ? res.status(422) : res, 'own-reports/builder', {
    title: t('own-reports:build'),
    ...ownReportForm({ form, choices, ...events }, res.locals),
    move: wanted?.query.move ?? '',
    saved,
    mailHint: account.emailConfirmed ? t('own-reports:mail_hint', { email: account.email }) : t('own-reports:mail_unconfirmed'),
    report,
    noindex: true,
  });
}

/** What is asked for when a report is saved begins with what it is saved as. */
function withName({ form, saved }: OwnRequest, title: string): Form {
  const kept = { name: saved?.name ?? title, schedule: saved?.schedule ?? 'none', file: saved?.file ?? 'pdf' };
  return { values: { ...kept, ...form.values }, errors: form.errors };
}
