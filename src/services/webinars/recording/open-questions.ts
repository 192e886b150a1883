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
/** A post holds no more; those with most votes come first. */
const MOST_SIGNS = 10_000;
const TITLE_SIGNS = 100;

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
  const title = t('recording:topic.title', { title: shortened(room.title) });
  const body = postOf([t('recording:topic.lead'), ...questions.map((question) => `- ${asTyped(question)}`)]);
  try {
    await beginDiscussion(tx, { accountId: room.organizerId, groupId: room.groupId }, { title, body }, now);
    return true;
  } catch (error) {
    if (error instanceof WritingRefused) return false;
    throw error;
  }
}

/** In a post of the organizer's, a link under other words would be taken for theirs. */
const asTyped = (question: string): string => question.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>~#]/g, '\\$&');

const shortened = (title: string): string => (title.length > TITLE_SIGNS ? `${title.slice(0, TITLE_SIGNS - 1).trimEnd()}…` : title);

/** As many of the paragraphs as one post holds. */
function postOf(paragraphs: string[]): string {
  let body = '';
  for (const paragraph of paragraphs) {
    if (body.length + paragraph.length + 2 > MOST_SIGNS) break;
    body += body === '' ? paragraph : `\n\n${paragraph}`;
  }
  return body;
}
