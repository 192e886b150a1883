import { describe, expect, test } from 'vitest';
import { translator } from '../../../src/i18n.ts';
import { CancellationForm, CatalogueQuery, EventForm } from '../../../src/schemas/events.ts';
import { parseForm } from '../../../src/schemas/form.ts';

const t = translator('ru');

const typed = (fields: Record<string, unknown> = {}) => ({
  title: 'Джаз на крыше',
  description: 'Первый абзац.\r\n\r\nВторой.',
  topic_id: '1',
  start_at: '2026-11-28T19:00',
  end_at: '2026-11-28T22:00',
  time_zone: 'Europe/Moscow',
  format: 'offline',
  location: 'Москва, Садовая ул., 18',
  online_url: '',
  visitor_limit: '80',
  price: '1200,50',
  status: 'published',
  ...fields,
});
const parse = (fields: Record<string, unknown> = {}) => parseForm(EventForm, typed(fields), t);

describe('the form of an event', () => {
  test('becomes moments of its zone, minor units and plain line ends', () => {
    expect(parse().data).toEqual({
      title: 'Джаз на крыше',
      description: 'Первый абзац.\n\nВторой.',
      topicId: 1,
      startAt: new Date('2026-11-28T16:00Z'),
      endAt: new Date('2026-11-28T19:00Z'),
      timeZone: 'Europe/Moscow',
      format: 'offline',
      location: 'Москва, Садовая ул., 18',
      onlineUrl: '',
      hasWebinar: false,
      visitorLimit: 80,
      price: 120_050,
      onlineLimit: 0,
      onlinePrice: 0,
      tags: [],
      groupId: null,
      membersOnly: false,
      prefersReliable: false,
      status: 'published',
    });
  });

  test('reads the time in the zone that was chosen', () => {
    expect(parse({ time_zone: 'Asia/Vladivostok' }).data?.startAt).toEqual(new Date('2026-11-28T09:00Z'));
  });

  test('takes Moscow and offline where zone and format were not sent', () => {
    const { data } = parse({ time_zone: undefined, format: undefined, status: undefined });
    expect(data).toMatchObject({ timeZone: 'Europe/Moscow', format: 'offline', status: undefined });
  });

  test('ignores the place that does not fit the format, whatever was left in it', () => {
    expect(parse({ online_url: 'javascript:alert(1)' }).data).toMatchObject({ location: 'Москва, Садовая ул., 18', onlineUrl: '' });
    expect(parse({ format: 'online', online_url: 'https://meet.example.org/a?b=c' }).data).toMatchObject({
      location: '',
      onlineUrl: 'https://meet.example.org/a?b=c',
    });
  });

  test('gives both sides of a hybrid event a limit and a price of their own', () => {
    const online = { online_url: 'https://meet.example.org/a', online_limit: '500', online_price: '0' };
    expect(parse({ format: 'hybrid', ...online }).data).toMatchObject({
      ...{ location: 'Москва, Садовая ул., 18', visitorLimit: 80, price: 120_050 },
      ...{ onlineUrl: 'https://meet.example.org/a', onlineLimit: 500, onlinePrice: 0 },
    });
    expect(Object.keys(parse({ format: 'hybrid' }).errors)).toEqual(['online_url', 'online_limit', 'online_price']);
  });

  test.each([
    ['title', { title: '  ' }, 'Введите название'],
    ['title', { title: 'а'.repeat(201) }, 'Сократите до 200 символов'],
    ['title', { title: 'а\u0000б' }, 'Уберите символы, которые нельзя показать'],
    ['title', { title: ['а', 'б'] }, 'Это поле пришло несколько раз. Оставьте одно значение'],
    ['description', { description: 'а'.repeat(20_001) }, 'Сократите до 20000 символов'],
    ['topic_id', { topic_id: 'музыка' }, 'Выберите тему из списка'],
    ['topic_id', { topic_id: '2147483648' }, 'Выберите тему из списка'],
    ['start_at', { start_at: '' }, 'Введите дату и время начала, например 28.11.2026 19:00'],
    ['start_at', { start_at: '2026-02-30T10:00' }, 'Введите дату и время начала, например 28.11.2026 19:00'],
    ['end_at', { end_at: 'завтра' }, 'Введите дату и время окончания, например 28.11.2026 22:00'],
    ['end_at', { end_at: '2026-11-28T19:00' }, 'Окончание должно быть позже начала'],
    ['end_at', { end_at: '2026-11-27T22:00' }, 'Окончание должно быть позже начала'],
    ['end_at', { end_at: '2027-11-28T22:00' }, 'Мероприятие длится не больше 92 дней. Проверьте дату окончания'],
    ['time_zone', { time_zone: 'Mars/Olympus' }, 'Выберите часовой пояс из списка'],
    ['format', { format: 'metaverse' }, 'Выберите формат: офлайн, онлайн или очно и онлайн'],
    ['location', { location: '' }, 'Введите место проведения: адрес или название площадки'],
    ['location', { location: 'а\nб' }, 'Запишите в одну строку'],
    ['online_url', { format: 'online' }, 'Введите ссылку целиком, начиная с https://'],
    ['online_url', { format: 'online', online_url: 'zoom.us/j/123' }, 'Введите ссылку целиком, начиная с https://'],
    ['online_url', { format: 'online', online_url: 'javascript://zoom.us/%0aalert(1)' }, 'Введите ссылку целиком, начиная с https://'],
    ['online_url', { format: 'online', online_url: 'https://bank.example@evil.example/' }, 'Введите ссылку целиком, начиная с https://'],
    ['visitor_limit', { visitor_limit: '' }, 'Введите лимит посетителей: целое число от 1 до 1 000 000'],
    ['visitor_limit', { visitor_limit: '0' }, 'Введите лимит посетителей: целое число от 1 до 1 000 000'],
    ['visitor_limit', { visitor_limit: '1000001' }, 'Введите лимит посетителей: целое число от 1 до 1 000 000'],
    ['visitor_limit', { visitor_limit: '1.5' }, 'Введите лимит посетителей: целое число от 1 до 1 000 000'],
    ['price', { price: '' }, 'Введите цену цифрами, например 1500 или 1500,50. Бесплатно — 0'],
    ['price', { price: '-1' }, 'Введите сумму цифрами, например 1500 или 1500,50'],
    ['price', { price: '1000000,01' }, 'Введите сумму не больше 1000000'],
    ['status', { status: 'cancelled' }, 'Выберите один из предложенных вариантов'],
  ])('asks to mend %s for %j', (field, fields, message) => {
    expect(parse(fields).errors).toEqual({ [field]: message });
  });

  test('names everything that is wrong at once, also what depends on two fields, in the order of the page', () => {
    expect(Object.keys(parse({ title: '', location: '', end_at: '2026-11-28T18:00', price: 'даром' }).errors)).toEqual([
      'title',
      'end_at',
      'location',
      'price',
    ]);
  });
});

test('a cancellation needs a reason', () => {
  expect(parseForm(CancellationForm, { reason: '' }, t).errors).toEqual({ reason: 'Напишите причину: её прочтут все, кто записан' });
});

describe('the query of the catalogue', () => {
  const query = (input: Record<string, unknown>) => parseForm(CatalogueQuery, input, t);

  test('takes days as whole days of the site’s zone', () => {
    const { data } = query({ from: '2026-11-28', to: '2026-11-28' });
    expect([data?.from, data?.to]).toEqual([new Date('2026-11-27T21:00Z'), new Date('2026-11-28T21:00Z')]);
  });

  test('is fine empty, and with fields left empty', () => {
    expect(query({}).ok).toBe(true);
    expect(query({ q: '', topic: '', format: '', from: '', to: '', free: '' }).data).toMatchObject({
      q: '',
      topic: '',
      from: null,
      free: false,
    });
  });

  test.each([
    ['topic', { topic: 'а'.repeat(41) }],
    ['format', { format: 'metaverse' }],
    ['from', { from: '28.11.2026' }],
    ['to', { to: '2026-13-01' }],
    ['to', { from: '2026-11-28', to: '2026-11-27' }],
    ['q', { q: 'а'.repeat(101) }],
    ['q', { q: ['а', 'б'] }],
    ['free', { free: ['1', '1'] }],
  ])('names %s for %j', (field, input) => {
    expect(Object.keys(query(input).errors)).toEqual([field]);
  });
});
