import { Router } from 'express';
import type { Request, Response } from 'express';
import { NotFound } from '../../errors.ts';
import { accountOf, requireAccount } from '../../middleware/current-account.ts';
import { flash } from '../../middleware/flash.ts';
import { page } from '../../page.ts';
import { canDeletePost, canEditPost } from '../../policies/discussions.ts';
import { DiscussionForm, PostForm } from '../../schemas/discussions.ts';
import { blankForm, parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { deletePost, editPost, WritingRefused } from '../../services/discussions/write.ts';
import { postAddress } from './show.ts';
import { refusalOf, visitPost } from './visit.ts';
import type { PostVisit } from './visit.ts';
import { written } from './written.ts';

/** Changing and deleting a post of one's own. */
export const posts = Router();

posts.get('/posts/:id/edit', requireAccount, async (req, res) => {
  const visit = await visitOwn(req, res);
  const refusal = refusalOf(visit);
  if (refusal) throw new WritingRefused(refusal);
  const { post, discussion } = visit;
  editPage(res, visit, blankForm({ body: post.body, title: discussion.title }), '');
});

posts.post('/posts/:id', requireAccount, async (req, res) => {
  const visit = await visitOwn(req, res);
  const { post, group } = visit;
  const author = { accountId: accountOf(res).id, groupId: group.id };
  const form = isOpening(visit) ? parseForm(DiscussionForm, req.body, res.locals.t) : parseForm(PostForm, req.body, res.locals.t);
  const done = await written<{ title?: string; body: string; preview: boolean }, void>(res, form, (data) => editPost(author, post, data));
  if (!done.ok) return editPage(res.status(done.status), visit, done.form, done.preview);
  flash(res, 'ok', res.locals.t('discussions:edit.saved'));
  res.redirect(303, await postAddress(post));
});

posts.get('/posts/:id/deletion', requireAccount, async (req, res) => {
  const visit = await visitDeletable(req, res);
  page(res, 'discussions/deletion', {
    title: res.locals.t('discussions:deletion.title'),
    noindex: true,
    post: visit.post,
    isOpening: isOpening(visit),
  });
});

posts.post('/posts/:id/deletion', requireAccount, async (req, res) => {
  const { post } = await visitDeletable(req, res);
  await deletePost(accountOf(res).id, post.id);
  flash(res, 'ok', res.locals.t('discussions:deletion.done'));
  res.redirect(303, await postAddress(post));
});

/** The post that began the discussion carries its title. */
const isOpening = ({ post, discussion }: PostVisit): boolean => post.id === discussion.openingId;

/** @throws NotFound for what is not one's own, or not to be changed any more */
async function visitOwn(req: Request, res: Response): Promise<PostVisit> {
  const visit = await visitPost(req, res);
  if (!canEditPost(res.locals.account, visit.post)) throw new NotFound();
  return visit;
}

async function visitDeletable(req: Request, res: Response): Promise<PostVisit> {
  const visit = await visitPost(req, res);
  if (!canDeletePost(res.locals.account, visit.post)) throw new NotFound();
  return visit;
}

function editPage(res: Response, visit: PostVisit, form: Form, preview: string): void {
  const { post, discussion } = visit;
  page(res, 'discussions/edit', {
    title: res.locals.t('discussions:edit.title'),
    noindex: true,
    post,
    discussion,
    form,
    preview,
    isOpening: isOpening(visit),
  });
}
