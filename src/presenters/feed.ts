import { eventCard } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';
import { topicName } from './topics.ts';

interface FeedEvent extends ShownEvent {
  reason: 'group' | 'follow' | 'organizer' | 'topic' | 'visited' | 'rating' | 'city' | 'free' | 'soon';
  groupName: string | null;
  organizerName: string;
  followsGroup: boolean;
  topicRu: string | null;
  topicEn: string | null;
  visits: number;
  rating: number | null;
  city: string;
}

const reasonIcons: Record<FeedEvent['reason'], string> = {
  group: 'people-fill',
  follow: 'bell-fill',
  organizer: 'arrow-repeat',
  topic: 'hash',
  visited: 'hash',
  rating: 'star-fill',
  city: 'geo-alt-fill',
  free: 'stars',
  soon: 'stars',
};

/** The card of an event with the line that says why it is in the feed. */
export function feedCard(event: FeedEvent, words: Words, heading = 'h2') {
  const { fmt } = words;
  const rating = event.rating === null ? '' : fmt.rating(event.rating);
  return {
    reason: { icon: reasonIcons[event.reason], text: reasonText(event, words, rating) },
    card: { ...eventCard(event, words), rating, heading },
  };
}

function reasonText(
  { reason, groupName, organizerName, followsGroup, topicRu, topicEn, visits, city }: FeedEvent,
  { t, locale }: Words,
  rating: string,
): string {
  const topic = topicRu === null || topicEn === null ? '' : topicName({ nameRu: topicRu, nameEn: topicEn }, locale);
  if (reason === 'follow' && followsGroup) return t('people:feed.why.follow_group', { group: groupName });
  return t(`people:feed.why.${reason}`, { group: groupName, name: organizerName, topic, count: visits, rating, city });
}
