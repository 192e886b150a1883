import { Router } from 'express';
import type { ErrorRequestHandler } from 'express';
import { page } from '../../page.ts';
import { bannerOf } from '../groups/visit.ts';
import { complaints } from './complaints.ts';
import { discussionList } from './list.ts';
import { moderation } from './moderation.ts';
import { posts } from './posts.ts';
import { discussionShow } from './show.ts';
import { MembersDiscussion } from './visit.ts';

/** The way in for who may not read here: the group itself is known to everybody. */
const outsiders: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof MembersDiscussion)) return next(error);
  const { t } = res.locals;
  const group = error.visit.group.name;
  page(res.status(403), 'discussions/outsiders', {
    title: t('discussions:title_of', { group }),
    noindex: true,
    banner: bannerOf(error.visit, 'discussion', res),
  });
};

export const discussions = Router();

discussions.use(discussionList, discussionShow, posts, moderation, complaints);
discussions.use(outsiders);
