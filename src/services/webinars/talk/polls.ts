import { db, sqlStateOf } from '../../../db.ts';
import type { Transaction } from '../../../db.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import { logRoom } from '../log.ts';
import { lockRoom } from './moderation.ts';

/** A poll with how many chose each of its options, and how many voted at all. */
export interface Poll {
  id: number;
  question: string;
  options: string[];
  isMultiple: boolean;
  isOpen: boolean;
  counts: number[];
  voters: number;
}

export interface PollInput {
  question: string;
  options: string[];
  isMultiple: boolean;
}

/** Makes a poll and opens it at once; another one that is open is closed. */
export function openPoll(eventId: number, input: PollInput, now = new Date()): Promise<number> {
  return db.$transaction(async (tx) => {
    await lockRoom(tx, eventId);
    const open = await tx.webinarPoll.findMany({ where: { eventId, openedAt: { not: null }, closedAt: null }, select: { id: true } });
    for (const { id } of open) await close(tx, eventId, id, now);
    const { id } = await tx.webinarPoll.create({ data: { eventId, ...input, openedAt: now }, select: { id: true } });
    await tell(tx, eventId, id);
    return id;
  });
}

/**
 * Closes a poll; its results stay.
 * @throws NotFound if there is none
 */
export const closePoll = (eventId: number, id: number, now = new Date()): Promise<void> =>
  db.$transaction((tx) => close(tx, eventId, id, now));

async function close(tx: Transaction, eventId: number, id: number, now: Date): Promise<void> {
  const { count } = await tx.webinarPoll.updateMany({ where: { id, eventId, closedAt: null }, data: { closedAt: now } });
  if (count === 0 && (await tx.webinarPoll.count({ where: { id, eventId } })) === 0) throw new NotFound();
  await tell(tx, eventId, id);
}

/**
 * Votes in a poll, or changes one's vote; the choices are numbers of options from 0.
 * @throws NotFound if there is none, Conflict if it is closed or the choices do not fit
 */
export async function votePoll(eventId: number, pollId: number, viewerId: number, choices: number[], now = new Date()): Promise<void> {
  if ((await db.webinarPoll.count({ where: { id: pollId, eventId } })) === 0) throw new NotFound();
  try {
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`
        INSERT INTO webinar_poll_votes (poll_id, viewer_id, event_id, choices, at)
        VALUES (${pollId}, ${viewerId}, ${eventId}, ${choices}::int[], ${now}::timestamptz)
        ON CONFLICT (poll_id, viewer_id) DO UPDATE SET choices = EXCLUDED.choices, at = EXCLUDED.at`;
      await tell(tx, eventId, pollId);
    });
  } catch (error) {
    if (sqlStateOf(error) === 'TS041') throw new Conflict('poll_vote');
    throw error;
  }
}

async function tell(tx: Transaction, eventId: number, id: number): Promise<void> {
  const [poll] = await readPolls(tx, eventId, id);
  await logRoom(tx, eventId, 'poll', poll!);
}

/** What a viewer chose in the polls of a webinar, by poll. */
export async function listOwnChoices(eventId: number, viewerId: number): Promise<Map<number, number[]>> {
  const votes = await db.webinarPollVote.findMany({ where: { eventId, viewerId }, select: { pollId: true, choices: true } });
  return new Map(votes.map(({ pollId, choices }) => [pollId, choices]));
}

/** All polls of a webinar in the order in which they were made. */
export const listPolls = (eventId: number): Promise<Poll[]> => readPolls(db, eventId, null);

const readPolls = (tx: Pick<Transaction, '$queryRaw'>, eventId: number, id: number | null): Promise<Poll[]> => tx.$queryRaw<Poll[]>`
  SELECT p.id, p.question, p.options, p.is_multiple AS "isMultiple", p.opened_at IS NOT NULL AND p.closed_at IS NULL AS "isOpen",
    (SELECT count(*)::int FROM webinar_poll_votes v WHERE v.poll_id = p.id) AS voters,
    ARRAY(SELECT (SELECT count(*)::int FROM webinar_poll_votes v WHERE v.poll_id = p.id AND o.n - 1 = ANY(v.choices))
      FROM generate_series(1, cardinality(p.options)) AS o (n) ORDER BY o.n) AS counts
  FROM webinar_polls p WHERE p.event_id = ${eventId} AND (${id}::int IS NULL OR p.id = ${id}::int) ORDER BY p.id`;
