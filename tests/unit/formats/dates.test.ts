import { expect, test } from 'vitest';
import {
  dateTileParts,
  formatDay,
  formatDayLong,
  formatShort,
  formatSpan,
  formatTime,
  formatWhen,
  isoInZone,
  isValidZone,
  timeZoneOptions,
  toLocalInput,
  zonedToUtc,
} from '../../../src/formats/dates.ts';

const moscow = 'Europe/Moscow';
const now = new Date('2026-11-01T09:00:00Z');
const start = new Date('2026-11-28T16:00:00Z');
const end = new Date('2026-11-28T19:00:00Z');
const nextYear = new Date('2027-01-01T07:05:00Z');

test('a day is written in the zone of its event, with the year only when it is another one', () => {
  expect(formatDay(start, moscow, 'ru', now)).toBe('Сб, 28 ноября');
  expect(formatDay(start, moscow, 'en', now)).toBe('Sat, 28 November');
  expect(formatDay(start, 'Asia/Vladivostok', 'ru', now)).toBe('Вс, 29 ноября');
  expect(formatDay(nextYear, moscow, 'ru', now)).toBe('Пт, 1 января 2027');
  expect(formatDayLong(start, moscow, 'ru', now)).toBe('Суббота, 28 ноября');
  expect(formatDayLong(nextYear, moscow, 'en', now)).toBe('Friday, 1 January 2027');
});

test('this year is the one of the zone: in Kamchatka it begins earlier', () => {
  const newYearsEve = new Date('2026-12-31T13:00:00Z');
  expect(formatDay(nextYear, 'Asia/Kamchatka', 'ru', newYearsEve)).toBe('Пт, 1 января');
});

test('times have 24 hours in both languages', () => {
  expect(formatTime(start, moscow)).toBe('19:00');
  expect(formatWhen(start, moscow, 'ru', now)).toBe('Сб, 28 ноября · 19:00');
  expect(formatWhen(start, moscow, 'en', now)).toBe('Sat, 28 November · 19:00');
  expect(formatShort(start, moscow, 'ru', now)).toBe('28 ноя, 19:00');
  expect(formatShort(nextYear, moscow, 'en', now)).toBe('1 Jan 2027, 10:05');
  expect(isoInZone(nextYear, moscow)).toBe('2027-01-01 10:05');
});

test('months are cut to three letters in tiles', () => {
  const months = Array.from({ length: 12 }, (_, month) => dateTileParts(new Date(Date.UTC(2026, month, 5)), moscow, 'ru').month);
  expect(months.join(' ')).toBe('янв фев мар апр мая июн июл авг сен окт ноя дек');
  expect(dateTileParts(start, moscow, 'en')).toEqual({ month: 'Nov', day: '28' });
  expect(dateTileParts(new Date('2026-09-05T12:00:00Z'), moscow, 'en')).toEqual({ month: 'Sep', day: '5' });
});

test('a span says whose time it is', () => {
  expect(formatSpan(start, end, moscow, 'ru', now)).toBe('19:00–22:00 по Москве (UTC+3)');
  expect(formatSpan(start, end, moscow, 'en', now)).toBe('19:00–22:00 Moscow time (UTC+3)');
  expect(formatSpan(start, new Date('2026-11-28T17:00:00Z'), 'Asia/Yekaterinburg', 'ru', now)).toBe('21:00–22:00 по Екатеринбургу (UTC+5)');
  expect(formatSpan(start, new Date('2026-11-28T17:00:00Z'), 'Asia/Tashkent', 'ru', now)).toBe('21:00–22:00 (UTC+5, Asia/Tashkent)');
  expect(formatSpan(start, end, 'America/New_York', 'en', now)).toBe('11:00–14:00 (UTC−5, America/New_York)');
  expect(formatSpan(start, end, 'Asia/Kathmandu', 'en', now)).toContain('(UTC+5:45, Asia/Kathmandu)');
  expect(formatSpan(start, end, 'UTC', 'ru', now)).toBe('16:00–19:00 (UTC)');
});

test('a span over several days shows both, and both years when they differ', () => {
  expect(formatSpan(start, new Date('2026-11-29T10:00:00Z'), moscow, 'ru', now)).toBe(
    '28 ноября, 19:00 – 29 ноября, 13:00 по Москве (UTC+3)',
  );
  expect(formatSpan(start, nextYear, moscow, 'ru', now)).toBe('28 ноября 2026, 19:00 – 1 января 2027, 10:05 по Москве (UTC+3)');
});

test('midnight belongs to the evening that it ends', () => {
  expect(formatSpan(start, new Date('2026-11-28T21:00:00Z'), moscow, 'ru', now)).toBe('19:00–00:00 по Москве (UTC+3)');
});

test('what a date field holds becomes an instant and comes back', () => {
  const instant = zonedToUtc('2026-11-28T19:00', moscow);
  expect(instant).toEqual(start);
  expect(toLocalInput(start, moscow)).toBe('2026-11-28T19:00');
  expect(zonedToUtc('2026-11-28T19:00:30', moscow)).toEqual(start);
});

test('the hour that spring skips does not exist, and of the hour that autumn repeats the first is taken', () => {
  expect(zonedToUtc('2026-03-29T02:30', 'Europe/Berlin')).toBeNull();
  expect(zonedToUtc('2026-03-29T03:00', 'Europe/Berlin')).toEqual(new Date('2026-03-29T01:00:00Z'));
  expect(zonedToUtc('2026-10-25T02:30', 'Europe/Berlin')).toEqual(new Date('2026-10-25T00:30:00Z'));
});

test.each([
  '',
  'завтра',
  '2026-11-28',
  '2026-11-28 19:00',
  '2026-11-28T19:00Z',
  '2026-11-28T19:00+03:00',
  '2026-02-30T10:00',
  '2026-13-01T10:00',
  '2026-11-28T24:00',
  '2026-11-28T19:60',
  '1969-12-31T23:59',
  '0001-01-01T00:00',
  '10000-01-01T00:00',
  '+02026-11-28T19:00',
  "2026-11-28T19:00'",
])('«%s» is no time', (text) => {
  expect(zonedToUtc(text, moscow)).toBeNull();
});

test('the first and the last years are kept on both clocks', () => {
  expect(zonedToUtc('1970-01-01T00:30', moscow)).toBeNull();
  expect(zonedToUtc('1970-01-01T03:00', moscow)).toEqual(new Date(0));
  expect(zonedToUtc('9999-12-31T23:59', moscow)).toEqual(new Date('9999-12-31T20:59:00Z'));
  expect(zonedToUtc('9999-12-31T23:59', 'America/New_York')).toBeNull();
});

test.each(['', '+03:00', '-03', 'EST5EDT4', 'Moscow', 'Europe/Atlantis', 'Europe/Moscow; DROP TABLE events', '../etc/passwd'])(
  '«%s» is no zone',
  (zone) => {
    expect(isValidZone(zone)).toBe(false);
    expect(zonedToUtc('2026-11-28T19:00', zone)).toBeNull();
  },
);

test('the choice of zones names cities and offsets, each zone once and valid', () => {
  const options = timeZoneOptions('ru', undefined, now);
  expect(options).toContainEqual({ value: moscow, label: 'Москва (UTC+3)' });
  expect(timeZoneOptions('en', undefined, now)).toContainEqual({ value: 'Asia/Yekaterinburg', label: 'Yekaterinburg (UTC+5)' });
  expect(options.filter(({ value }) => !isValidZone(value))).toEqual([]);
  expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
});

test('a zone chosen elsewhere stays among the choices', () => {
  expect(timeZoneOptions('ru', 'Asia/Kathmandu', now).at(-1)).toEqual({ value: 'Asia/Kathmandu', label: 'Asia/Kathmandu (UTC+5:45)' });
  expect(timeZoneOptions('ru', moscow, now)).toHaveLength(timeZoneOptions('ru', undefined, now).length);
});
