import { db } from '../../../db.ts';
import { logger } from '../../../logger.ts';
import { findHighlights } from '../highlights.ts';
import { compactRecording } from './compaction.ts';
import { makeAskedFiles } from './files.ts';
import { queueRecordingMails } from './mailing.ts';
import { discussOpenQuestions } from './open-questions.ts';

interface Ended {
  eventId: number;
  highlightsAt: Date | null;
  questionsAt: Date | null;
  compactedAt: Date | null;
}

/** All that is to be done once a broadcast is over, as far as it is not done yet. Trouble with one webinar does not stop the others. */
export async function finishRecordings(now = new Date()): Promise<{ finished: number; mails: number; files: number }> {
  const ended = await db.$queryRaw<Ended[]>`
    SELECT event_id AS "eventId", highlights_at AS "highlightsAt", questions_at AS "questionsAt", compacted_at AS "compactedAt" FROM webinars
    WHERE state = 'ended' AND removed_at IS NULL AND num_nulls(highlights_at, questions_at, compacted_at) > 0 ORDER BY ended_at LIMIT 100`;
  for (const webinar of ended) {
    await finish(webinar, now).catch((error: unknown) => logger.error({ event: 'webinar.finish', eventId: webinar.eventId, err: error }));
  }
  return { finished: ended.length, mails: await queueRecordingMails(now), files: await makeAskedFiles() };
}

async function finish({ eventId, highlightsAt, questionsAt, compactedAt }: Ended, now: Date): Promise<void> {
  if (!highlightsAt) await findHighlights(eventId, now);
  if (!questionsAt) await discussOpenQuestions(eventId, now);
  if (!compactedAt) await compactRecording(eventId, now);
}
