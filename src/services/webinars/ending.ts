import { db } from '../../db.ts';
import { getEvent } from '../events/read.ts';
import { lengthOf, listPieces } from './recording/pieces.ts';
import { listOwnChoices, listPolls } from './talk/polls.ts';
import { listQuestions } from './talk/questions.ts';

/** What is told of a broadcast when it is over: to somebody who was in the room, or for null to one who was not; `token` is of their registration. */
export async function readEnding(
  eventId: number,
  { viewerId, registrationId }: { viewerId: number | null; registrationId: number | null },
) {
  const [event, registration, pieces, viewers, highlights, polls, choices, questions] = await Promise.all([
    getEvent(eventId),
    registrationId === null ? null : db.registration.findUnique({ where: { id: registrationId }, select: { token: true } }),
    listPieces(eventId),
    db.webinarViewer.count({ where: { eventId, watchedSeconds: { gt: 0 } } }),
    db.webinarHighlight.count({ where: { eventId } }),
    listPolls(eventId),
    viewerId === null ? new Map<number, number[]>() : listOwnChoices(eventId, viewerId),
    listQuestions(eventId, viewerId),
  ]);
  const unanswered = questions.filter(({ answeredAt }) => answeredAt === null);
  return { event, token: registration?.token ?? '', seconds: lengthOf(pieces), viewers, highlights, polls, choices, unanswered };
}
