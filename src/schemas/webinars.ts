import { z } from 'zod';
import { rewatchChoices } from '../policies/webinars.ts';
import { choice, email, optionalLine } from './fields.ts';

/** By a clock that may be wrong, but not by more than the database can write down: up to the year 2096. */
const hostMilliseconds = z.coerce.number().int().min(0).max(4e12);

/** Where a piece of a broadcast belongs, as its address says: when it begins and when it was sent, both by the host's clock. */
export const SegmentQuery = z.object({
  epoch: z.coerce.number().int().min(1).max(10_000),
  seq: z.coerce.number().int().min(0).max(10_000_000),
  duration: z.coerce.number().gt(0).max(15),
  at: hostMilliseconds,
  sent: hostMilliseconds.optional(),
});

/** What the host's page keeps to itself: whoever knows it may go on with the epoch. */
export const BroadcastSecret = z.uuid();

export const HostForm = z.object({ email });

export const PauseForm = z.object({ paused: choice(['on', 'off']) });

export const MomentForm = z.object({ title: optionalLine(150) });

export const EndingForm = z.object({ rewatch: choice(rewatchChoices) });
