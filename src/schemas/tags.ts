import { optionalLine } from './fields.ts';

const MOST_TAGS = 5;
const LONGEST_TAG = 30;

/** A tag as the site keeps it: small letters, single spaces, no sign before it. */
export const plainTag = (text: string): string => text.trim().replace(/^#+/, '').trim().replace(/\s+/g, ' ').toLowerCase();

/** Tags typed in one line with commas between them, each once; at most five, each up to 30 characters. */
export const tags = optionalLine(300).transform((text, ctx) => {
  const all = [...new Set(text.split(',').map(plainTag).filter(Boolean))];
  const refuse = (message: string, maximum: number) => ctx.addIssue({ code: 'custom', message, params: { maximum } });
  if (all.length > MOST_TAGS) refuse('events:errors.tags', MOST_TAGS);
  if (all.some((tag) => tag.length > LONGEST_TAG)) refuse('events:errors.tag_length', LONGEST_TAG);
  return all;
});
