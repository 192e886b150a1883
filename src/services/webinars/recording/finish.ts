import { db } from '../../../db.ts';
import { logger } from '../../../logger.ts';
import { markAttendance } from '../attendance.ts';
import { findHighlights } from '../highlights.ts';
import { alone } from './alone.ts';
import { compactRecording } from './compaction.ts';
import { queueRecordingMails } from './mailing.ts';
import { discussOpenQuestions } from './open-questions.ts';

interface Ended {
  eventId: number;
  attendanceAt: Date | null;
  highlightsAt: Date | null;
  questionsAt: Date | null;
  compactedAt: Date | null;
}

const MOST = 100;

/**
 * All that is to be done once a broadcast is over, as far as it is not done yet: the moments first, of all of them, for which people wait.
 * Trouble with one webinar does not stop the others. Nothing while another process is at it.
 */
export async function finishRecordings(now = new Date()): Promise<{ finished: number; mails: number }> {
  return (await alone('finish-recordings', () => finishAll(now))) ?? { finished: 0, mails: 0 };
}

async function finishAll(now: Date): Promise<{ finished: number; mails: number }> {
  const ended = await db.$queryRaw<Ended[]>`
    SELECT event_id AS "eventId", attendance_at AS "attendanceAt", highlights_at AS "highlightsAt", questions_at AS "questionsAt",
      compacted_at AS "compactedAt"
    FROM webinars
    WHERE state = 'ended' AND removed_at IS NULL AND num_nulls(attendance_at, highlights_at, questions_at, compacted_at) > 0
    ORDER BY ended_at DESC LIMIT ${MOST}`;
  for (const { eventId, highlightsAt } of ended) if (!highlightsAt) await tried(eventId, () => findHighlights(eventId, now));
  const mails = await queueRecordingMails(now);
  // As a rule that is done when the broadcast ends, unless the process died at that moment.
  for (const { eventId, attendanceAt } of ended) if (!attendanceAt) await tried(eventId, () => markAttendance(eventId, now));
  for (const { eventId, questionsAt } of ended) if (!questionsAt) await tried(eventId, () => discussOpenQuestions(eventId, now));
  for (const { eventId, compactedAt } of ended) if (!compactedAt) await tried(eventId, () => compactRecording(eventId, now));
  return { finished: ended.length, mails };
}

async function tried(eventId: number, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.error({ event: 'webinar.finish', eventId, err: error });
  }
}
