import { Router } from 'express';
import type { Request, Response } from 'express';
import { DomainError } from '../../errors.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { ownPath } from '../../middleware/return-to.ts';
import { parseForm } from '../../schemas/form.ts';
import { FollowForm } from '../../schemas/people.ts';
import { follow, unfollow } from '../../services/people/follows.ts';
import type { Followed } from '../../services/people/follows.ts';

/** Thrown when a form names neither an organizer nor a group, or both: no page of ours does. */
class UnknownTarget extends DomainError {
  constructor() {
    super(400, 'bad_request');
  }
}

/** Following organizers and groups, from the pages of either. */
export const follows = Router();

follows.post('/follows', requireAccount, async (req, res) => {
  const name = await follow(accountOf(res).id, targetOf(req, res));
  goBack(req, res, res.locals.t('people:follow.begun', { name }));
});

follows.post('/follows/deletion', requireAccount, async (req, res) => {
  const name = await unfollow(accountOf(res).id, targetOf(req, res));
  goBack(req, res, res.locals.t('people:follow.ended', { name }));
});

function targetOf(req: Request, res: Response): Followed {
  const form = parseForm(FollowForm, req.body, res.locals.t);
  if (!form.ok) throw new UnknownTarget();
  return form.data;
}

function goBack(req: Request, res: Response, text: string): void {
  const back = ownPath((req.body as Record<string, unknown>)['back']);
  flash(res, 'ok', text);
  res.redirect(303, back === '/' ? '/feed' : back);
}
