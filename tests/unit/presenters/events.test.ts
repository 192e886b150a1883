import { describe, expect, test } from 'vitest';
import { translator } from '../../../src/i18n.ts';
import type { Locale } from '../../../src/i18n.ts';
import { pageLinks, positionOf } from '../../../src/presenters/catalogue.ts';
import { paragraphsOf, shortDescription } from '../../../src/presenters/event-page.ts';
import { eventCard, eventState, eventSummary, priceOf, priceText, seatsText } from '../../../src/presenters/events.ts';
import { formatter } from '../../../src/presenters/formatter.ts';

const words = (locale: Locale) => ({ t: translator(locale), locale, fmt: formatter(locale) });
const ru = words('ru');

const event = (given = {}) => ({
  id: 7,
  title: 'Джаз на крыше',
  status: 'published',
  startAt: new Date('2099-11-28T16:00Z'),
  endAt: new Date('2099-11-28T19:00Z'),
  timeZone: 'Europe/Moscow',
  format: 'offline',
  location: 'Москва, крыша «Фабрики»',
  price: 120_000,
  onlinePrice: 0,
  coverMotif: 'vinyl',
  coverId: null,
  seatLimit: 80,
  seatsTaken: 68,
  ...given,
});

describe('seats in words', () => {
  test.each([
    [80, 68, 'Осталось 12 мест', '12 seats left'],
    [80, 79, 'Осталось 1 место', '1 seat left'],
    [80, 58, 'Осталось 22 места', '22 seats left'],
    [80, 80, 'Мест нет', 'Sold out'],
    [96, 0, '96 мест', '96 seats'],
    [5000, 100, '4\u00a0900 мест', '4,900 seats'],
  ])('%d seats, %d taken', (seatLimit, seatsTaken, russian, english) => {
    expect(seatsText(ru.t, { seatLimit, seatsTaken }, ru.fmt)).toBe(russian);
    expect(seatsText(words('en').t, { seatLimit, seatsTaken }, words('en').fmt)).toBe(english);
  });
});

test('a price of nothing is free', () => {
  expect([priceText(ru, 0), priceText(ru, 120_000)]).toEqual(['Бесплатно', '1\u00a0200\u00a0₽']);
});

test('the end of an event decides that it is over, not its start', () => {
  const { startAt, endAt } = event();
  const stateAt = (now: string) => eventState({ status: 'published', startAt, endAt }, new Date(now));
  expect([stateAt('2099-11-28T15:59Z'), stateAt('2099-11-28T16:00Z'), stateAt('2099-11-28T19:00Z')]).toEqual([
    'upcoming',
    'running',
    'past',
  ]);
  expect(eventState({ status: 'cancelled', startAt, endAt }, new Date('2100-01-01'))).toBe('cancelled');
});

test('a hybrid event says the price of either side, or the one that both have', () => {
  const prices = (price: number, onlinePrice: number) => priceOf(ru, event({ format: 'hybrid', price, onlinePrice }));
  expect([prices(30_000, 0), prices(30_000, 10_000), prices(30_000, 30_000), prices(0, 0)]).toEqual([
    'Бесплатно или 300\u00a0₽',
    '100\u00a0₽ или 300\u00a0₽',
    '300\u00a0₽',
    'Бесплатно',
  ]);
});

describe('a card', () => {
  test('shows time, place, price and seats', () => {
    expect(eventCard(event(), ru)).toMatchObject({
      href: '/events/7',
      cover: { mediaId: null, src: '/covers/vinyl-7.svg' },
      tile: { month: 'ноя', day: '28' },
      when: 'Сб, 28 ноября 2099 · 19:00',
      where: 'Москва, крыша «Фабрики»',
      price: '1\u00a0200\u00a0₽',
      seats: 'Осталось 12 мест',
      isFew: true,
      tag: '',
    });
  });

  test('of a full event offers the waiting list and says that it is full', () => {
    expect(eventCard(event({ seatsTaken: 80 }), ru)).toMatchObject({ seats: 'Лист ожидания', tag: 'Мест нет', isFew: true });
  });

  test('tells a hybrid event and one for members only', () => {
    expect(eventCard(event({ format: 'hybrid', seatsTaken: 0 }), ru)).toMatchObject({
      where: 'Москва, крыша «Фабрики»',
      tag: 'Очно и онлайн',
    });
    expect(eventCard(event({ membersOnly: true, seatsTaken: 0 }), ru)).toMatchObject({ tag: 'Только для группы', tagIcon: 'lock-fill' });
  });

  test('of an online event keeps its link to itself', () => {
    const online = { ...event({ format: 'online', location: '' }), onlineUrl: 'https://secret.example' };
    expect(eventCard(online, ru)).toMatchObject({ where: 'Онлайн', tag: 'Онлайн' });
    expect(JSON.stringify([eventCard(online, ru), eventSummary(online, ru)])).not.toContain('secret');
  });
});

test('an empty line makes a paragraph and a line end a line', () => {
  expect(paragraphsOf('Раз\nдва\n\n \n\nтри\n')).toEqual([['Раз', 'два'], ['три']]);
});

test('the short description ends between words', () => {
  expect(shortDescription('Первое слово. '.repeat(20), 40)).toBe('Первое слово. Первое слово. Первое…');
  expect(shortDescription('Коротко\n\nи ясно')).toBe('Коротко и ясно');
});

describe('links of a list', () => {
  const rows = [
    { id: 1, startAt: new Date(1000) },
    { id: 2, startAt: new Date(2000) },
  ];

  test('keep the filters and say where the page ends', () => {
    const { previous, next } = pageLinks(
      '/events',
      { q: 'джаз', topic: '', after: 'old' },
      { events: rows, hasPrevious: true, hasNext: true },
    );
    const position = (link: string, name: string) => positionOf(new URL(link, 'http://site').searchParams.get(name) ?? '');
    expect(position(next, 'after')).toEqual({ id: 2, startAt: new Date(2000) });
    expect(position(previous, 'before')).toEqual({ id: 1, startAt: new Date(1000) });
    expect(new URL(next, 'http://site').searchParams.get('q')).toBe('джаз');
    expect(next).not.toMatch(/topic|old/);
  });

  test.each(['', 'чушь', 'W10', Buffer.from('[1e99,1]').toString('base64url'), Buffer.from('["1",1]').toString('base64url')])(
    '%j is no position',
    (text) => {
      expect(positionOf(text)).toBeNull();
    },
  );
});
