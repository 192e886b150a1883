import { db } from '../../../db.ts';
import type { Transaction } from '../../../db.ts';
import { NotFound } from '../../../errors.ts';
import { logRoom } from '../log.ts';
import { assertMaySpeak, lockSpeaker } from './messages.ts';
import { lockRoom } from './moderation.ts';

/** A question to the host, with the votes of those who want to hear the answer. */
export interface Question {
  id: number;
  viewerId: number;
  name: string;
  body: string;
  votes: number;
  at: Date;
  pinnedAt: Date | null;
  answeredAt: Date | null;
}

/**
 * Asks the host something; who asks votes for it.
 * @throws Conflict and InvalidField as for messages
 */
export function askQuestion(eventId: number, viewerId: number, body: string, now = new Date()): Promise<Question> {
  return db.$transaction(async (tx) => {
    const speaker = await lockSpeaker(tx, eventId, viewerId);
    assertMaySpeak(speaker, body);
    const { id } = await tx.webinarQuestion.create({ data: { eventId, viewerId, body, at: now }, select: { id: true } });
    await tx.webinarVote.create({ data: { questionId: id, viewerId, eventId, at: now } });
    const question = { id, viewerId, name: speaker.name, body, votes: 1, at: now, pinnedAt: null, answeredAt: null };
    await logRoom(tx, eventId, 'question', question);
    return question;
  });
}

/**
 * Gives one's vote to a question, or takes it back; says how many it has. Doing so twice changes nothing.
 * @throws NotFound if there is no such question
 */
export function voteForQuestion(eventId: number, questionId: number, viewerId: number, isFor: boolean, now = new Date()): Promise<number> {
  return db.$transaction(async (tx) => {
    await lockQuestion(tx, eventId, questionId);
    const changed = isFor
      ? await tx.$executeRaw`
          INSERT INTO webinar_votes (question_id, viewer_id, event_id, at) VALUES (${questionId}, ${viewerId}, ${eventId}, ${now}::timestamptz)
          ON CONFLICT DO NOTHING`
      : await tx.$executeRaw`DELETE FROM webinar_votes WHERE question_id = ${questionId} AND viewer_id = ${viewerId}`;
    const { votes } = await tx.webinarQuestion.findUniqueOrThrow({ where: { id: questionId }, select: { votes: true } });
    if (changed > 0) await logRoom(tx, eventId, 'votes', { id: questionId, votes });
    return votes;
  });
}

export type QuestionMark = 'pinned' | 'answered' | 'hidden';
const columns = { pinned: 'pinnedAt', answered: 'answeredAt', hidden: 'hiddenAt' } as const;

/**
 * A host pins a question for all to see, marks it as answered, or hides it; or takes that back. One is pinned at a time.
 * @throws NotFound if there is no such question
 */
export function markQuestion(eventId: number, id: number, mark: QuestionMark, isSet: boolean, now = new Date()): Promise<void> {
  return db.$transaction(async (tx) => {
    const isPin = mark === 'pinned' && isSet;
    if (isPin) await lockRoom(tx, eventId);
    await lockQuestion(tx, eventId, id);
    if (isPin) await tx.webinarQuestion.updateMany({ where: { eventId, pinnedAt: { not: null } }, data: { pinnedAt: null } });
    await tx.webinarQuestion.update({ where: { id }, data: { [columns[mark]]: isSet ? now : null }, select: { id: true } });
    await logRoom(tx, eventId, 'question', { id, mark, isSet });
  });
}

async function lockQuestion(tx: Transaction, eventId: number, id: number): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM webinar_questions WHERE id = ${id} AND event_id = ${eventId} FOR UPDATE`;
  if (found.length === 0) throw new NotFound();
}

/** The questions that are not hidden: the pinned one, then open ones by votes, then those answered. `mine`: whether the viewer votes for it. */
export function listQuestions(eventId: number, viewerId: number | null): Promise<(Question & { mine: boolean })[]> {
  return db.$queryRaw<(Question & { mine: boolean })[]>`
    SELECT q.id, q.viewer_id AS "viewerId", v.name, q.body, q.votes, q.at, q.pinned_at AS "pinnedAt", q.answered_at AS "answeredAt",
      EXISTS (SELECT 1 FROM webinar_votes x WHERE x.question_id = q.id AND x.viewer_id = ${viewerId}::int) AS mine
    FROM webinar_questions q JOIN webinar_viewers v ON v.id = q.viewer_id
    WHERE q.event_id = ${eventId} AND q.hidden_at IS NULL
    ORDER BY q.pinned_at IS NULL, q.answered_at IS NOT NULL, q.votes DESC, q.id LIMIT 300`;
}
