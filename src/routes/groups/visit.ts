import type { Request, Response } from 'express';
import { NotFound } from '../../errors.ts';
import { canManageGroup, canModerateGroup } from '../../policies/groups.ts';
import type { GroupRole } from '../../policies/groups.ts';
import { groupBanner } from '../../presenters/groups.ts';
import type { GroupTab } from '../../presenters/groups.ts';
import { findStanding } from '../../services/groups/membership.ts';
import type { Standing } from '../../services/groups/membership.ts';
import { getGroup } from '../../services/groups/read.ts';
import type { GroupDetails } from '../../services/groups/read.ts';

/** A group and what the one who looks is to it. */
export interface Visit {
  group: GroupDetails;
  standing: Standing;
  role: GroupRole | null;
}

/**
 * The group of an address that begins with /groups/:slug.
 * @throws NotFound if there is none
 */
export async function visitGroup(req: Request, res: Response): Promise<Visit> {
  const group = await getGroup(String(req.params['slug']));
  const standing = await findStanding(group.id, res.locals.account?.id ?? null);
  return { group, standing, role: standing.membership?.role ?? null };
}

/** The same for leaders and admins. @throws NotFound for everybody else */
export async function visitAsLeader(req: Request, res: Response): Promise<Visit> {
  const visit = await visitGroup(req, res);
  if (!canManageGroup(res.locals.account, visit.role)) throw new NotFound();
  return visit;
}

/** The same for leaders, moderators and admins. @throws NotFound for everybody else */
export async function visitAsModerator(req: Request, res: Response): Promise<Visit> {
  const visit = await visitGroup(req, res);
  if (!canModerateGroup(res.locals.account, visit.role)) throw new NotFound();
  return visit;
}

/** What views/groups/_banner.ejs shows above a page of the group. */
export const bannerOf = ({ group, standing }: Visit, tab: GroupTab, { locals }: Response) => groupBanner(group, standing, tab, locals);
