import { z } from 'zod';
import { complaintReasons } from '../policies/complaints.ts';
import { checkbox, choice, optionalLine, optionalRowId, optionalText, requiredLine, requiredText } from './fields.ts';

/** Pressed instead of the button that sends. */
const preview = checkbox;
const title = requiredLine(150, 'discussions:errors.title');
const body = requiredText(10_000, 'discussions:errors.body');

/** A new discussion, and the post that opens one. */
export const DiscussionForm = z.object({ title, body, preview });

export const PostForm = z.object({ body, preview });

export const ReplyForm = z
  .object({ body, reply_to_id: optionalRowId('discussions:errors.reply_to'), preview })
  .transform(({ reply_to_id, ...rest }) => ({ ...rest, replyToId: reply_to_id }));

/** The author reads it, and everybody else beside the place of the post. */
export const HidingForm = z.object({ reason: requiredLine(300, 'discussions:errors.reason') });

/** A switch of a discussion: pinned or not, closed or not. */
export const SwitchForm = z.object({ on: choice(['1', '0']) }).transform(({ on }) => on === '1');

export const ComplaintForm = z.object({ reason: choice(complaintReasons, 'discussions:errors.complaint'), note: optionalText(500) });

export const DiscussionsQuery = z.object({ q: optionalLine(100), after: optionalLine(100), before: optionalLine(100) });
