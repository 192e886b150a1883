import { z } from 'zod';
import { rewatchChoices } from '../policies/webinars.ts';
import { checkbox, choice, requiredLine, wholeNumber } from './fields.ts';

/** A place in a recording as people write it: 1:02:03, 12:30 or 45 (seconds, perhaps with a part of one). */
const place = requiredLine(20, 'recording:errors.place').transform((text, ctx) => {
  const parts = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:[.,]\d{1,3})?)$/.exec(text);
  const [hours = 0, minutes = 0, seconds = 0] = (parts ?? []).slice(1).map((part) => Number((part ?? '0').replace(',', '.')));
  if (parts) return hours * 3600 + minutes * 60 + seconds;
  ctx.addIssue({ code: 'custom', message: 'recording:errors.place' });
  return z.NEVER;
});

const LONGEST_SECONDS = 600;

export const HighlightForm = z.object({ title: requiredLine(150), start: place, finish: place }).superRefine(({ start, finish }, ctx) => {
  if (finish <= start) ctx.addIssue({ code: 'custom', path: ['finish'], message: 'recording:errors.order' });
  else if (finish - start > LONGEST_SECONDS) ctx.addIssue({ code: 'custom', path: ['finish'], message: 'recording:errors.long' });
});

export const ChapterForm = z.object({ title: requiredLine(150), start: place });

export const CaptionsForm = z.object({ language: choice(['ru', 'en']) });

export const RecordingForm = z
  .object({
    rewatch: choice(rewatchChoices),
    viewers_may_download: checkbox,
    retention_days: z.preprocess((value) => (value === '' ? undefined : value), wholeNumber(1, 3650, 'recording:errors.days').optional()),
  })
  .transform(({ rewatch, viewers_may_download: viewersMayDownload, retention_days: retentionDays }) => ({
    ...{ rewatch, viewersMayDownload },
    retentionDays: retentionDays ?? null,
  }));
