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
  visitorLimit: number;
  price: number;
  topicId: number | null;
}

/** A sum as its field shows it: «1500», «1500,50». */
export const typedMoney = (minor: number, locale: Locale): string => formatMoneyPlain(minor, locale).replace(/[.,]00$/, '');

/** An event as the fields of its form. */
export const eventFormValues = (event: EditedEvent, locale: Locale): Record<string, string> => ({
  title: event.title,
  description: event.description,
  topic_id: event.topicId === null ? '' : String(event.topicId),
  start_at: toLocalInput(event.startAt, event.timeZone),
  end_at: toLocalInput(event.endAt, event.timeZone),
  time_zone: event.timeZone,
  format: event.format,
  location: event.location,
  online_url: event.onlineUrl,
  visitor_limit: String(event.visitorLimit),
  price: typedMoney(event.price, locale),
});
