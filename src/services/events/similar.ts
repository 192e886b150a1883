import { listEvents } from './catalogue.ts';
import type { ListedEvent } from './listed.ts';
import type { Viewer } from './visibility.ts';

interface Seen {
  id: number;
  organizerId: number;
  topicSlug: string | null;
}

/** Upcoming events of the same topic (any, for an event without one); out of the list that is kept for the catalogue. */
export const listSimilar = (event: Seen, viewer: Viewer): Promise<ListedEvent[]> =>
  others(event, { viewer, ...(event.topicSlug ? { topic: event.topicSlug } : {}) });

/** What the same organizer does next. */
export const listNextOfOrganizer = (event: Seen, viewer: Viewer): Promise<ListedEvent[]> =>
  others(event, { viewer, organizerId: event.organizerId });

async function others({ id }: Seen, filter: Parameters<typeof listEvents>[0], limit = 3): Promise<ListedEvent[]> {
  const { events } = await listEvents(filter);
  return events.filter((event) => event.id !== id).slice(0, limit);
}
