import { Router } from 'express';
import { groupBans } from './bans.ts';
import { groupCatalogue } from './catalogue.ts';
import { groupClosing } from './closing.ts';
import { groupForm } from './form.ts';
import { groupMemberActions } from './member-actions.ts';
import { groupMembers } from './members.ts';
import { groupMembership } from './membership.ts';
import { groupRequests } from './requests.ts';
import { groupShow } from './show.ts';

/** Addresses of groups; the site's own come before those of a group. */
export const groups = Router();

groups.use(groupCatalogue, groupForm, groupShow);
groups.use(groupMembership, groupRequests);
groups.use(groupMembers, groupMemberActions, groupBans);
groups.use(groupClosing);
