import { listEvents } from './catalogue.ts';
import type { ListedEvent } from './listed.ts';

/** Upcoming events of the same topic (any, for an event without one); out of the list that is kept for the catalogue. */
export async function listSimilar(event: { id: number; topicSlug: string | null }, limit = 3): Promise<ListedEvent[]> {
  const { events } = await listEvents(event.topicSlug ? { topic: event.topicSlug } : {});
  return events.filter(({ id }) => id !== event.id).slice(0, limit);
}
