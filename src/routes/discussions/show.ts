import { Router } from 'express';
import type { Response } from 'express';
import { config } from '../../config.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { page } from '../../page.ts';
import { canModerateGroup } from '../../policies/groups.ts';
import { withQuery } from '../../presenters/catalogue.ts';
import { discussionHead, postLinks, refusalText } from '../../presenters/discussions.ts';
import { groupPath } from '../../presenters/groups.ts';
import { postView, quoteOf } from '../../presenters/posts.ts';
import type { Reader } from '../../presenters/posts.ts';
import { ReplyForm } from '../../schemas/discussions.ts';
import { blankForm, idOf, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { countComplaints } from '../../services/discussions/complaints.ts';
import { findAnswered, findLastPost, findPageOf, listPosts } from '../../services/discussions/posts.ts';
import { addPost } from '../../services/discussions/write.ts';
import { refusalOf, titleOf, visitDiscussion, visitPost } from './visit.ts';
import type { DiscussionVisit } from './visit.ts';
import { written } from './written.ts';

/** A discussion with its posts, and a reply. */
export const discussionShow = Router();

/** Where a page begins; null where the address does not say. */
interface Place {
  after: number | null;
  before: number | null;
}

discussionShow.get('/discussions/:id', async (req, res) => {
  const visit = await visitDiscussion(req, res);
  const place = { after: optionalId(req.query['after']), before: optionalId(req.query['before']) };
  await showPage(res, visit, place, blankForm({ reply_to_id: String(optionalId(req.query['reply_to']) ?? '') }), '');
});

discussionShow.get('/discussions/:id/last', async (req, res) => {
  const { discussion } = await visitDiscussion(req, res);
  const last = await findLastPost(discussion.id);
  res.redirect(last ? await postAddress(last) : `/discussions/${discussion.id}`);
});

/** Where a reply was looked at; whoever loads that page again comes back to the discussion. */
discussionShow.get('/discussions/:id/posts', async (req, res) => {
  const { discussion } = await visitDiscussion(req, res);
  res.redirect(`/discussions/${discussion.id}#reply`);
});

discussionShow.get('/posts/:id', async (req, res) => {
  res.redirect(await postAddress((await visitPost(req, res)).post));
});

discussionShow.post('/discussions/:id/posts', requireAccount, async (req, res) => {
  const visit = await visitDiscussion(req, res);
  const { discussion, group } = visit;
  const author = { accountId: accountOf(res).id, groupId: group.id };
  const form = parseForm(ReplyForm, req.body, res.locals.t);
  const done = await written(res, form, ({ body, replyToId }) => addPost(author, { discussionId: discussion.id, body, replyToId }));
  if (done.ok) return res.redirect(303, await postAddress({ id: done.id, discussionId: discussion.id }));
  const last = await findLastPost(discussion.id);
  const after = last && (await findPageOf(last));
  await showPage(res.status(done.status), visit, { after, before: null }, done.form, done.preview);
});

const optionalId = (value: unknown): number | null => (value === undefined || value === '' ? null : idOf(value));

/** The page of the discussion on which a post stands, at the post. */
export async function postAddress(post: { id: number; discussionId: number }): Promise<string> {
  const after = await findPageOf(post);
  return `${withQuery(`/discussions/${post.discussionId}`, { after: String(after ?? '') })}#post-${post.id}`;
}

async function showPage(res: Response, visit: DiscussionVisit, place: Place, form: Form, preview: string): Promise<void> {
  const { discussion, group } = visit;
  const reader = readerOf(visit, res);
  const [list, answered, complaints] = await Promise.all([
    listPosts(discussion.id, place),
    findAnswered(discussion.id, Number(form.values['reply_to_id'] || 0)),
    reader.moderates ? countComplaints({ discussionId: discussion.id }, accountOf(res).id) : 0,
  ]);
  const title = titleOf(visit, res);
  page(res, 'discussions/show', {
    title,
    canonical: config.baseUrl + withQuery(`/discussions/${discussion.id}`, { after: String(place.after ?? '') }),
    noindex: !group.isDiscussionPublic || title !== discussion.title,
    group: { name: group.name, path: groupPath(group) },
    discussion: discussionHead(discussion, complaints, res.locals),
    posts: list.posts.map((post) => postView(post, reader, replyHrefs(discussion.id, place), res.locals)),
    links: postLinks(discussion.id, list),
    form,
    preview,
    refusal: reader.canWrite ? '' : refusalText(visit, res.locals),
    answered: answered && quoteOf(answered, reader, res.locals),
    moderates: reader.moderates,
  });
}

function readerOf(visit: DiscussionVisit, { locals }: Response): Reader & { moderates: boolean } {
  const { account } = locals;
  const { role } = visit;
  return { account, role, canWrite: refusalOf(visit) === null, moderates: canModerateGroup(account, role) };
}

/** Answering leaves the reader on the page where they are. */
const replyHrefs =
  (discussionId: number, { after, before }: Place) =>
  (id: number) =>
    `${withQuery(`/discussions/${discussionId}`, { after: String(after ?? ''), before: String(before ?? ''), reply_to: String(id) })}#reply`;
