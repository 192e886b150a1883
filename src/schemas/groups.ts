import { z } from 'zod';
import { groupRoles, joinPolicies } from '../policies/groups.ts';
import { checkbox, choice, optionalChoice, optionalLine, optionalText, requiredLine, rowId } from './fields.ts';

const fields = {
  name: requiredLine(100, 'groups:errors.name').refine((name) => /[\p{L}\p{N}]/u.test(name), 'groups:errors.name'),
  topic_id: rowId('groups:errors.topic'),
  city: optionalLine(100),
  about: optionalText(5000),
  rules: optionalText(2000),
  join_policy: choice(joinPolicies, 'groups:errors.join_policy'),
  is_discussion_public: checkbox,
};

const slug = optionalLine(60).refine((text) => text === '' || isFreeSlug(text), 'groups:errors.slug');
/** One of digits alone would look like an id. */
const isFreeSlug = (text: string) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && /[a-z]/.test(text) && !['new', 'mine'].includes(text);

interface Posted {
  topic_id: number;
  join_policy: (typeof joinPolicies)[number];
  is_discussion_public: boolean;
}

const named = <T extends Posted>({ topic_id, join_policy, is_discussion_public, ...rest }: T) => ({
  ...rest,
  topicId: topic_id,
  joinPolicy: join_policy,
  isDiscussionPublic: is_discussion_public,
});

/** A group as its leader describes it; the address is chosen once, when it is founded. */
export const GroupForm = z.object(fields).transform(named);
export const NewGroupForm = z.object({ ...fields, slug }).transform(named);

/** The search and the filter of the catalogue. Whether there is such a topic is for the data to say. */
export const GroupsQuery = z.object({ q: optionalLine(100), topic: optionalLine(40), after: optionalLine(100), before: optionalLine(100) });

/** A few words of who asks to be let in. */
export const JoinRequestForm = z.object({ words: optionalText(500) });

export const MembersQuery = z.object({ q: optionalLine(100), role: optionalChoice(groupRoles), after: optionalLine(100) });

export const RoleForm = z.object({ role: choice(groupRoles) });

/** Why somebody is kept out: they read it. */
export const BanForm = z.object({ reason: requiredLine(300, 'groups:errors.reason') });

export const SwitchForm = z.object({ wants: choice(['on', 'off']) });
