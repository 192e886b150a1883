import { z } from 'zod';
import {
  checkbox,
  choice,
  localDateTime,
  moment,
  money,
  optionalChoice,
  optionalDay,
  optionalLine,
  optionalRowId,
  optionalText,
  requiredLine,
  timeZone,
  wholeNumber,
} from './fields.ts';
import { plainTag, tags } from './tags.ts';
import { isValidZone, zonedToUtc } from '../formats/dates.ts';
import { LONGEST_EVENT_DAYS } from '../policies/events.ts';

/** The zone of a new event, and of the days that the catalogue is filtered by. */
export const SITE_ZONE = 'Europe/Moscow';

export const eventFormats = ['offline', 'online', 'hybrid'] as const;

/** Where those meet who are not at the place: in a webinar here, or by a link of the organizer's own. */
const onlinePlaces = ['webinar', 'link'] as const;

const DAY_MS = 86_400_000;

const isWebAddress = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:\/\//i.test(text) && url.username === '' && url.password === '';
};

const fields = z.object({
  title: requiredLine(200, 'events:errors.title'),
  description: optionalText(20_000),
  topic_id: optionalRowId('events:errors.topic'),
  start_at: localDateTime('events:errors.start_at'),
  end_at: localDateTime('events:errors.end_at'),
  time_zone: timeZone.default(SITE_ZONE),
  format: choice(eventFormats, 'events:errors.format').default('offline'),
  location: optionalLine(300),
  online_place: choice(onlinePlaces, 'events:errors.online_place').default('link'),
  online_url: optionalLine(500),
  visitor_limit: wholeNumber(1, 1_000_000, 'events:errors.visitor_limit'),
  price: money({ missing: 'events:errors.price' }),
  online_limit: wholeNumber(1, 1_000_000, 'events:errors.online_limit').optional(),
  online_price: money({ missing: 'events:errors.price' }).optional(),
  tags,
  group_id: optionalRowId('events:errors.group_id'),
  members_only: checkbox,
  prefers_reliable: checkbox,
  status: optionalChoice(['draft', 'published']),
});
type Fields = z.output<typeof fields>;

/** The fields that a format has no use for: they may be hidden on the page, and are not read. */
const unfitting = new Map<unknown, readonly string[]>([
  ['offline', ['online_place', 'online_url', 'online_limit', 'online_price']],
  ['online', ['location', 'online_limit', 'online_price']],
]);

function leaveOutUnfitting(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const { format = 'offline', online_place: place } = input as { format?: unknown; online_place?: unknown };
  const left = [...(unfitting.get(format) ?? []), ...(place === 'webinar' ? ['online_url'] : [])];
  return Object.fromEntries(Object.entries(input).filter(([name]) => !left.includes(name)));
}

/** The form of an event. Only what fits the format is read. */
export const EventForm = z
  .preprocess(
    leaveOutUnfitting,
    fields
      .superRefine(checkSides, { when: () => true })
      .superRefine(checkTimes, { when: () => true })
      .superRefine(checkGroup, { when: () => true }),
  )
  .transform(({ title, description, format, location, price, status, tags: chosenTags, ...rest }) => ({
    ...{ title, description, format, location, price, status },
    startAt: zonedToUtc(rest.start_at, rest.time_zone)!,
    endAt: zonedToUtc(rest.end_at, rest.time_zone)!,
    timeZone: rest.time_zone,
    topicId: rest.topic_id,
    tags: chosenTags,
    hasWebinar: format !== 'offline' && rest.online_place === 'webinar',
    onlineUrl: rest.online_url,
    visitorLimit: rest.visitor_limit,
    onlineLimit: rest.online_limit ?? 0,
    onlinePrice: rest.online_price ?? 0,
    groupId: rest.group_id,
    membersOnly: rest.members_only,
    prefersReliable: rest.prefers_reliable,
  }));

/** Runs beside other errors, so any of the fields may be missing. */
function checkSides(
  { format, location, online_place, online_url, online_limit, online_price }: Partial<Fields>,
  ctx: z.RefinementCtx,
): void {
  const refuse = (path: string, message = path) => ctx.addIssue({ code: 'custom', path: [path], message: `events:errors.${message}` });
  if (format !== 'online' && location === '') refuse('location');
  const needsLink = (format === 'online' || format === 'hybrid') && online_place !== 'webinar';
  if (needsLink && online_url !== undefined && !isWebAddress(online_url)) refuse('online_url');
  if (format === 'hybrid' && online_limit === undefined) refuse('online_limit');
  if (format === 'hybrid' && online_price === undefined) refuse('online_price', 'price');
}

function checkGroup({ group_id, members_only }: Partial<Fields>, ctx: z.RefinementCtx): void {
  if (members_only && group_id === null) ctx.addIssue({ code: 'custom', path: ['group_id'], message: 'events:errors.members_only' });
}

function checkTimes({ start_at, end_at, time_zone }: Partial<Fields>, ctx: z.RefinementCtx): void {
  if (!time_zone || !isValidZone(time_zone)) return;
  const at = (local: string | undefined, field: string) =>
    local ? moment(local, time_zone, field, `events:errors.${field}`, ctx) : new Date(Number.NaN);
  const start = at(start_at, 'start_at').getTime();
  const end = at(end_at, 'end_at').getTime();
  const refuse = (message: string, params = {}) => ctx.addIssue({ code: 'custom', path: ['end_at'], message, params });
  if (end <= start) refuse('events:errors.end_before_start');
  if (end - start > LONGEST_EVENT_DAYS * DAY_MS) {
    refuse('events:errors.too_long', { maximum: LONGEST_EVENT_DAYS });
  }
}

/** Why an event is cancelled: everybody who registered reads it. */
export const CancellationForm = z.object({
  reason: requiredLine(500, 'events:errors.reason'),
});

/** The catalogue's search and filters. Whether there is such a topic is for the data to say. */
export const CatalogueQuery = z
  .object({
    q: optionalLine(100),
    topic: optionalLine(40),
    tag: optionalLine(60).transform(plainTag),
    format: optionalChoice(eventFormats, 'events:errors.format'),
    from: optionalDay('forms:date'),
    to: optionalDay('forms:date'),
    free: checkbox,
    past: checkbox,
    after: optionalLine(100),
    before: optionalLine(100),
  })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], error: 'forms:range' })
  .transform(({ from, to, ...rest }) => ({
    ...rest,
    from: from ? zonedToUtc(`${from}T00:00`, SITE_ZONE) : null,
    to: to ? dayAfter(to) : null,
  }));

/** The end of a day is the beginning of the next. */
function dayAfter(day: string): Date | null {
  const next = new Date(Date.parse(`${day}T00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  return zonedToUtc(`${next}T00:00`, SITE_ZONE);
}

export const ownEventStates = ['upcoming', 'draft', 'past', 'cancelled'] as const;

/** An organizer's own list: a tab of it. */
export const OwnEventsQuery = z.object({
  state: optionalChoice(ownEventStates).transform((state) => state ?? 'upcoming'),
  after: optionalLine(100),
});
