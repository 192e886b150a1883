import type { Words } from '../formatter.ts';
import { shortName } from './names.ts';

interface ShownReview {
  id: number;
  stars: number;
  words: string;
  createdAt: Date;
  reply: string;
  repliedAt: Date | null;
  firstName: string;
  lastName: string;
  personId: number | null;
  name: string | null;
  avatarId: string | null;
  visibility: string;
  seenBy: string;
}

export interface ReviewedEvent {
  id: number;
  organizerId: number;
  organizerName: string;
  timeZone: string;
}

/** Who reads: what they may do with a review follows from it. */
export interface Reader {
  accountId: number | null;
  isOrganizer: boolean;
}

/** The values of views/ratings/_review.ejs. */
export function reviewOf(review: ShownReview, event: ReviewedEvent, reader: Reader, { fmt }: Words) {
  const isOwn = reader.accountId !== null && reader.accountId === review.personId;
  return {
    id: review.id,
    person: authorOf(review, reader.accountId),
    stars: review.stars,
    words: review.words,
    date: fmt.date(review.createdAt, event.timeZone),
    reply: review.repliedAt && { text: review.reply, name: event.organizerName, date: fmt.date(review.repliedAt, event.timeZone) },
    replyHref: reader.isOrganizer ? `/reviews/${review.id}/reply` : '',
    complaintHref: reader.accountId !== null && !isOwn ? `/reviews/${review.id}/complaint` : '',
  };
}

/** The author as a ShownPerson: by the profile for those who may see it, else by a name that finds nobody. */
function authorOf(review: Omit<ShownReview, 'id' | 'stars' | 'words' | 'createdAt' | 'reply' | 'repliedAt'>, viewerId: number | null) {
  const { personId, name, avatarId, visibility, seenBy } = review;
  const isSeen = visibility === 'everyone' || (viewerId !== null && (visibility === 'logged_in' || viewerId === personId));
  if (personId !== null && name && isSeen) return { personId, name, avatarId, seenBy };
  return { personId: 0, name: shortName(review), avatarId: null, seenBy: 'hidden' };
}
