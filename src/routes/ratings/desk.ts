import { Router } from 'express';
import type { Response } from 'express';
import { accountOf, requireAdmin } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { shortName } from '../../presenters/ratings/names.ts';
import { idOf, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { ResolutionForm } from '../../schemas/ratings.ts';
import { listReportedReviews } from '../../services/ratings/complaints.ts';
import { hideReview, keepReview } from '../../services/ratings/moderate.ts';

/** Where administrators look at complaints about reviews. */
export const desk = Router();

desk.get('/admin/complaints', requireAdmin, async (_req, res) => {
  await showDesk(res);
});

desk.post('/admin/reviews/:id/resolution', requireAdmin, async (req, res) => {
  const id = idOf(req.params['id']);
  const form = parseForm(ResolutionForm, req.body, res.locals.t);
  if (!form.ok) return showDesk(res.status(422), { id, form });
  const { resolution, reason } = form.data;
  const adminId = accountOf(res).id;
  await (resolution === 'hidden' ? hideReview(id, { adminId, reason }) : keepReview(id, { adminId }));
  flash(res, 'ok', res.locals.t(`ratings:desk.done_${resolution}`));
  res.redirect(303, '/admin/complaints');
});

/** `wrong`: the review whose form had faults. */
async function showDesk(res: Response, wrong: { id: number; form: Form } | null = null): Promise<void> {
  const { t } = res.locals;
  const reported = await listReportedReviews();
  page(res, 'ratings/desk', {
    title: t('ratings:desk.title'),
    noindex: true,
    errors: wrong ? Object.fromEntries(Object.values(wrong.form.errors).map((text) => [`reason_${wrong.id}`, text])) : {},
    reviews: reported.map((review) => ({
      ...review,
      author: shortName(review),
      form: wrong?.id === review.id ? wrong.form : { values: {}, errors: {} },
      complaints: review.complaints.map((one) => ({ ...one, reason: t(`ratings:reason.${one.reason}`) })),
    })),
  });
}
