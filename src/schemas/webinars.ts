import { z } from 'zod';
import { rewatchChoices } from '../policies/webinars.ts';
import { choice, email, optionalLine } from './fields.ts';

/** Where a piece of a broadcast belongs, as its address says. */
export const SegmentQuery = z.object({
  epoch: z.coerce.number().int().min(1).max(10_000),
  seq: z.coerce.number().int().min(0).max(10_000_000),
  duration: z.coerce.number().gt(0).max(15),
  at: z.coerce
    .number()
    .int()
    .min(0)
    .max(8.64e15)
    .transform((ms) => new Date(ms)),
});

/** What the host's page keeps to itself: whoever knows it may go on with the epoch. */
export const BroadcastSecret = z.uuid();

export const HostForm = z.object({ email });

export const PauseForm = z.object({ paused: choice(['on', 'off']) });

/** `at` is the host's clock; without a script it is now. */
export const MomentForm = z.object({
  title: optionalLine(150),
  at: z.coerce
    .number()
    .int()
    .min(0)
    .max(8.64e15)
    .transform((ms) => new Date(ms))
    .optional(),
});

export const EndingForm = z.object({ rewatch: choice(rewatchChoices) });
