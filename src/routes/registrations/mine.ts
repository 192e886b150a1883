import type { Request, Response } from 'express';
import { accountOf } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { reliabilityWords } from '../../presenters/ratings/reliability.ts';
import { isAhead, ownRow } from '../../presenters/registrations.ts';
import { reliabilityOf } from '../../services/ratings/reliability.ts';
import { listRegistrationsOf } from '../../services/registrations/read.ts';

/** «Мои регистрации»: whatever was registered with the address of the account, once that is confirmed. */
export async function myRegistrationsPage(_req: Request, res: Response): Promise<void> {
  const { t } = res.locals;
  const { email, emailConfirmed } = accountOf(res);
  const registrations = emailConfirmed ? await listRegistrationsOf(email) : [];
  const figures = emailConfirmed ? await reliabilityOf(email, null) : null;
  const rows = (isUpcoming: boolean) =>
    registrations.filter((registration) => isAhead(registration) === isUpcoming).map((registration) => ownRow(registration, res.locals));
  page(res, emailConfirmed ? 'registrations/mine' : 'registrations/unconfirmed', {
    title: t('registrations:mine.title'),
    noindex: true,
    email,
    upcoming: rows(true).toReversed(),
    past: rows(false),
    reliability: figures && reliabilityWords(figures, res.locals),
  });
}
