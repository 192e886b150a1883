import { db } from '../../db.ts';
import { getEvent } from '../events/read.ts';
import { latestLogId } from './log.ts';
import { countViewers } from './presence.ts';
import { getRoom } from './rooms.ts';
import { listMessages } from './talk/messages.ts';
import { listSilenced, readTalkRules } from './talk/moderation.ts';
import { listOwnChoices, listPolls } from './talk/polls.ts';
import { listQuestions } from './talk/questions.ts';
import { countReactions } from './talk/reactions.ts';
import type { Pass } from './viewers.ts';

export type RoomPage = Awaited<ReturnType<typeof readRoomPage>>;

/**
 * All that the page of a room shows, the messages before one (null: the newest). `after`: what happens later than this is for the event stream to
 * tell.
 */
export async function readRoomPage(eventId: number, { viewerId, isHost }: Pass, before: number | null = null) {
  // First: what happens meanwhile is told twice rather than never.
  const after = await latestLogId(eventId);
  const [room, event, messages, questions, polls, choices, reactions, viewers, rules, heardAt, captions, topics, silenced] =
    await Promise.all([
      getRoom(eventId),
      getEvent(eventId),
      listMessages(eventId, before),
      listQuestions(eventId, viewerId),
      listPolls(eventId),
      listOwnChoices(eventId, viewerId),
      countReactions(eventId),
      countViewers(eventId),
      readTalkRules(eventId),
      lastHeardAt(eventId),
      db.webinarCaption.findMany({ where: { eventId }, select: { language: true }, orderBy: { language: 'asc' } }),
      listTopics(eventId),
      isHost ? listSilenced(eventId) : [],
    ]);
  return {
    after,
    before,
    topics,
    silenced,
    event,
    messages,
    questions,
    polls,
    choices,
    reactions,
    viewers,
    rules,
    heardAt,
    captions: captions.map(({ language }) => language),
    isPaused: room?.isPaused ?? false,
  };
}

/** When the newest piece of the broadcast came, by our clock; null before the first. */
async function lastHeardAt(eventId: number): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`
    SELECT s.stored_at AS at FROM webinar_segments s JOIN webinar_epochs e ON e.event_id = s.event_id AND e.epoch = s.epoch
    WHERE s.event_id = ${eventId} AND NOT e.is_rehearsal ORDER BY s.epoch DESC, s.seq DESC LIMIT 1`;
  return row?.at ?? null;
}

/** The moments that the host has named, in the order in which they did. */
async function listTopics(eventId: number): Promise<{ title: string; at: Date }[]> {
  const marks = await db.webinarHighlight.findMany({
    where: { eventId, origin: 'mark', title: { not: '' } },
    select: { title: true, createdAt: true },
    orderBy: { createdAt: 'asc' },
    take: 50,
  });
  return marks.map(({ title, createdAt }) => ({ title, at: createdAt }));
}
