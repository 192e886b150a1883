import { expect, test } from 'vitest';
import { eventCalendar } from '../../../src/formats/ics.ts';
import type { CalendarEntry } from '../../../src/formats/ics.ts';

const now = new Date('2026-11-01T09:00:00Z');
const entry: CalendarEntry = {
  uid: 'event-7@tochka.example',
  title: 'Джаз на крыше',
  description: 'Вечер стандартов',
  location: 'Москва, ул. Льва Толстого, 16',
  url: 'https://tochka.example/events/7',
  startAt: new Date('2026-11-28T16:00:00Z'),
  endAt: new Date('2026-11-28T19:00:00Z'),
};

const lines = (change: Partial<CalendarEntry> = {}): string[] => unfolded(eventCalendar({ ...entry, ...change }, now)).split('\r\n');
const unfolded = (file: string): string => file.replaceAll('\r\n ', '');

test('an event is a published calendar with times in UTC', () => {
  expect(lines()).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tochka sbora//Events//RU',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:event-7@tochka.example',
    'SEQUENCE:0',
    'DTSTAMP:20261101T090000Z',
    'DTSTART:20261128T160000Z',
    'DTEND:20261128T190000Z',
    'SUMMARY:Джаз на крыше',
    'LOCATION:Москва\\, ул. Льва Толстого\\, 16',
    'DESCRIPTION:Вечер стандартов',
    'URL;VALUE=URI:https://tochka.example/events/7',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

test('a cancelled event keeps its name in the calendar and grows its sequence', () => {
  expect(lines({ cancelled: true, sequence: 3 })).toEqual(
    expect.arrayContaining(['UID:event-7@tochka.example', 'STATUS:CANCELLED', 'SEQUENCE:3']),
  );
});

test('no line is longer than 75 octets and no letter is cut', () => {
  const description = 'Ёжик в тумане 🦔 и ещё очень длинный рассказ. '.repeat(40);
  const file = eventCalendar({ ...entry, description }, now);
  for (const line of file.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line.isWellFormed()).toBe(true);
  }
  expect(unfolded(file)).toContain(description);
});

test('signs with a meaning are escaped and lines of a text are kept', () => {
  expect(lines({ description: 'Раз; два, \\три\r\nчетыре\nпять' })).toContain('DESCRIPTION:Раз\\; два\\, \\\\три\\nчетыре\\nпять');
});

test('no text can add a line of its own', () => {
  const hostile = 'x\r\nATTENDEE:mailto:a@b\u0000\u001b\ud800';
  const result = lines({ uid: hostile, title: hostile, description: hostile, location: hostile, url: hostile, organizerName: hostile });
  expect(result.filter((line) => line.startsWith('ATTENDEE'))).toEqual([]);
  expect(result).toContain('SUMMARY:x ATTENDEE:mailto:a@b�');
});

test('an organizer is named without an address, quotes and all', () => {
  expect(lines({ organizerName: 'ООО "Ромашка"' })).toContain(`ORGANIZER;CN="ООО 'Ромашка'":mailto:noreply@invalid`);
});

test('an event online has no place', () => {
  expect(lines({ location: '' }).filter((line) => line.startsWith('LOCATION'))).toEqual([]);
});
