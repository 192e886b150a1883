import { z } from 'zod';
import { reactionSigns } from '../policies/webinars.ts';
import { checkbox, choice, optionalText, requiredLine, requiredText } from './fields.ts';

const MOST_OPTIONS = 10;
const MOST_WORDS = 200;

/** Something to say in the chat, or to ask. */
export const SayingForm = z.object({ body: requiredLine(500, 'webinars:errors.body') });

/** To do something or to take it back. */
export const SwitchForm = z.object({ set: choice(['on', 'off']).transform((set) => set === 'on') });

export const MarkForm = SwitchForm.extend({ mark: choice(['pinned', 'answered', 'hidden']) });

export const ReactionForm = z.object({ sign: choice(reactionSigns) });

/** A question with what may be chosen, one a line. */
export const PollForm = z.object({
  question: requiredLine(200, 'webinars:errors.poll_question'),
  options: requiredText(2000, 'webinars:errors.poll_options').transform((text, ctx) => {
    const options = linesOf(text);
    const isFine = options.length >= 2 && options.length <= MOST_OPTIONS && new Set(options).size === options.length;
    if (isFine && options.every((option) => option.length <= 100)) return options;
    ctx.addIssue({ code: 'custom', message: 'webinars:errors.poll_options' });
    return z.NEVER;
  }),
  is_multiple: checkbox,
});

const option = z
  .string({ error: 'webinars:errors.poll_choice' })
  .regex(/^\d$/, 'webinars:errors.poll_choice')
  .transform((number) => Number(number));

/** Numbers of the options chosen, from 0; one comes as a single field. */
export const PollVoteForm = z.object({
  choices: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(option, { error: 'webinars:errors.poll_choice' }).min(1, 'webinars:errors.poll_choice').max(MOST_OPTIONS),
  ),
});

export const slowModes = ['0', '10', '30', '60', '300'] as const;

/** How people may talk. */
export const TalkRulesForm = z.object({
  slow_mode: choice(slowModes).transform((seconds) => Number(seconds)),
  blocked_words: optionalText(5000).transform((text, ctx) => {
    const words = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))];
    if (words.length <= MOST_WORDS) return words;
    ctx.addIssue({ code: 'custom', message: 'webinars:errors.blocked_words', params: { maximum: MOST_WORDS } });
    return z.NEVER;
  }),
});

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export const roomTabs = ['chat', 'questions', 'poll'] as const;
export type RoomTab = (typeof roomTabs)[number];
