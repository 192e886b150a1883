import { toLocalInput } from '../formats/dates.ts';
import { formatMoneyPlain } from '../formats/money.ts';
import type { Locale } from '../i18n.ts';

interface EditedEvent {
  title: string;
  description: string;
  startAt: Date;
  endAt: Date;
  timeZone: string;
  format: string;
  location: string;
  onlineUrl: string;
  hasWebinar: boolean;
  visitorLimit: number;
  price: number;
  onlineLimit: number;
  onlinePrice: number;
  topicId: number | null;
  tags: string[];
  groupId: number | null;
  membersOnly: boolean;
  prefersReliable: boolean;
}

/** A sum as its field shows it: «1500», «1500,50». */
export const typedMoney = (minor: number, locale: Locale): string => formatMoneyPlain(minor, locale).replace(/[.,]00$/, '');

/** An event as the fields of its form. */
export const eventFormValues = (event: EditedEvent, locale: Locale): Record<string, string> => ({
  title: event.title,
  description: event.description,
  topic_id: String(event.topicId ?? ''),
  tags: event.tags.join(', '),
  group_id: String(event.groupId ?? ''),
  members_only: event.membersOnly ? 'on' : '',
  prefers_reliable: event.prefersReliable ? 'on' : '',
  start_at: toLocalInput(event.startAt, event.timeZone),
  end_at: toLocalInput(event.endAt, event.timeZone),
  time_zone: event.timeZone,
  format: event.format,
  location: event.location,
  online_place: event.format === 'offline' || event.hasWebinar ? 'webinar' : 'link',
  online_url: event.onlineUrl,
  visitor_limit: String(event.visitorLimit),
  price: typedMoney(event.price, locale),
  online_limit: event.onlineLimit > 0 ? String(event.onlineLimit) : '',
  online_price: event.format === 'hybrid' ? typedMoney(event.onlinePrice, locale) : '',
});

/** Groups for a select: those in which the organizer puts on events, and the one that the event has. */
export function groupOptions(
  organized: readonly { id: number; name: string }[],
  event: { groupId: number | null; groupName: string | null } | null,
) {
  const options = organized.map(({ id, name }) => ({ value: String(id), label: name }));
  const isMissing = event?.groupId && !organized.some(({ id }) => id === event.groupId);
  return isMissing ? [...options, { value: String(event.groupId), label: event.groupName ?? '' }] : options;
}
