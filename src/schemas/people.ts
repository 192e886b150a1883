import { z } from 'zod';
import { newsChannels, newsKinds } from '../policies/notifications.ts';
import { visibilities } from '../policies/people.ts';
import { checkbox, choice, optionalLine, optionalRowId, optionalText, rowId } from './fields.ts';
import { several } from './reports.ts';

const MOST_LINKS = 5;
const LONGEST_LINK = 300;

/** Addresses of pages, one on a line. Only https: they are shown to others as links. */
const links = optionalText(MOST_LINKS * (LONGEST_LINK + 2)).transform((text, ctx) => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const wrong = lines.find((line) => !isLink(line));
  const refuse = (message: string, params = {}) => ctx.addIssue({ code: 'custom', message, params });
  if (wrong !== undefined) refuse('people:errors.link', { line: wrong.slice(0, 60) });
  if (lines.length > MOST_LINKS) refuse('people:errors.links', { maximum: MOST_LINKS });
  return [...new Set(lines)];
});

function isLink(line: string): boolean {
  const url = line.length <= LONGEST_LINK && URL.canParse(line) ? new URL(line) : null;
  return url !== null && /^https:\/\/[^\s\\]+$/i.test(line) && url.username === '' && url.password === '' && url.hostname.includes('.');
}

/** What a person says about themselves, and to whom. */
export const PersonForm = z
  .object({
    shown_name: optionalLine(100),
    about: optionalText(2000),
    city: optionalLine(100),
    links,
    topics: several(rowId('people:errors.topics')),
    visibility: choice(visibilities, 'people:errors.visibility'),
    shows_plans: checkbox,
    remove_picture: checkbox,
  })
  .transform(({ shown_name, topics, shows_plans, remove_picture, ...rest }) => ({
    profile: { ...rest, shownName: shown_name, topicIds: topics, showsPlans: shows_plans },
    removesPicture: remove_picture,
  }));

/** Whom to follow, or not any more: an organizer or a group. */
export const FollowForm = z
  .object({ organizer_id: optionalRowId('forms:invalid'), group_id: optionalRowId('forms:invalid') })
  .refine(({ organizer_id, group_id }) => (organizer_id === null) !== (group_id === null), 'forms:invalid')
  .transform(({ organizer_id, group_id }) => ({ organizerId: organizer_id, groupId: group_id }));

/** Where a page of notices begins; what is no such place is the first page. */
export const NoticesQuery = z.object({ before: optionalRowId('forms:invalid').catch(null) });

/** The latest notice that the page showed. */
export const ReadingForm = z.object({ up_to: rowId('forms:invalid') });

const kinds = several(choice(newsKinds, 'people:errors.news'));

/** What somebody wants to be told. A way by which a kind never comes has no checkbox and is not refused; `all` is the button that refuses all. */
export const NewsForm = z
  .object({ mail: kinds, site: kinds, groups: several(rowId('people:errors.news')), all: z.literal('off').optional().catch(undefined) })
  .transform(({ mail, site, groups, all }) => {
    const wanted = (way: 'mail' | 'site', chosen: readonly string[]) =>
      newsKinds.filter((kind) => !newsChannels[kind].includes(way) || (all === undefined && chosen.includes(kind)));
    return { byMail: wanted('mail', mail), onSite: wanted('site', site), groupIds: all === undefined ? groups : [] };
  });
