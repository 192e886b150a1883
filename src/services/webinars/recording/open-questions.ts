import { db } from '../../../db.ts';
import { isLocale, translator } from '../../../i18n.ts';
import { config } from '../../../config.ts';
import { WritingRefused, beginDiscussion } from '../../discussions/write.ts';

interface Room {
  title: string;
  organizerId: number;
  groupId: number | null;
  locale: string;
}

const MOST = 50;

/**
 * Asks the questions of an ended webinar that nobody answered in the event's group, as a discussion of the organizer's, without the names
 * of those who asked; says whether there is one. Once for a webinar.
 */
export function discussOpenQuestions(eventId: number, now = new Date()): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const [room] = await tx.$queryRaw<Room[]>`
      UPDATE webinars w SET questions_at = ${now}::timestamptz FROM events e JOIN accounts a ON a.id = e.organizer_id
      WHERE e.id = w.event_id AND w.event_id = ${eventId} AND w.state = 'ended' AND w.questions_at IS NULL
      RETURNING e.title, e.organizer_id AS "organizerId", e.group_id AS "groupId", a.locale`;
    if (!room || room.groupId === null) return false;
    const questions = await tx.webinarQuestion.findMany({
      where: { eventId, hiddenAt: null, answeredAt: null },
      orderBy: [{ votes: 'desc' }, { id: 'asc' }],
      take: MOST,
      select: { body: true },
    });
    if (questions.length === 0) return false;
    return begin(
      tx,
      { ...room, groupId: room.groupId },
      questions.map(({ body }) => body),
      now,
    );
  });
}

/** An organizer who may not write in the group any more asks nothing there. */
async function begin(
  tx: Parameters<typeof beginDiscussion>[0],
  room: Room & { groupId: number },
  questions: string[],
  now: Date,
): Promise<boolean> {
  const t = translator(isLocale(room.locale) ? room.locale : config.defaultLocale);
  const title = t('recording:topic.title', { title: room.title }).slice(0, 150);
  const body = [t('recording:topic.lead'), ...questions.map((question) => `- ${question.replace(/\s+/g, ' ')}`)].join('\n\n');
  try {
    await beginDiscussion(tx, { accountId: room.organizerId, groupId: room.groupId }, { title, body }, now);
    return true;
  } catch (error) {
    if (error instanceof WritingRefused) return false;
    throw error;
  }
}
