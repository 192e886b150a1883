import { beforeAll, describe, expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createAccount, createEvent, createExpense, createRegistration, createVisitor, inHours } from '../support/factories.ts';
import { createManyRegistrations, loggedInOrganizer } from '../support/reports.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});

const query = (fields: Record<string, string | number>) =>
  `/reports?${Object.entries(fields)
    .map((field) => field.map(encodeURIComponent).join('='))
    .join('&')}`;
const plain = (html: string) =>
  html
    .replaceAll('&nbsp;', ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('who may see reports', () => {
  const pages = ['/reports', '/reports/registrations.csv?from=2026-11-01', '/reports/finance.pdf'];

  test.each(pages)('a guest who opens %s logs in and is brought back', async (path) => {
    const account = await createAccount({ role: 'organizer' });
    const guest = app.guest();
    const reply = await guest.get(path);

    expect([reply.status, reply.headers['location']]).toEqual([303, `/login?${new URLSearchParams({ return_to: path })}`]);
    const loggedIn = await guest.post('/login', { email: account.email, password: 'tochka-sbora', return_to: path });
    expect(loggedIn.headers['location']).toBe(path);
    expect((await guest.follow(loggedIn)).status).toBe(200);
  });

  test.each(pages)('a participant who opens %s is told that it is for organizers', async (path) => {
    const participant = await app.guest().logIn((await createAccount({ role: 'participant' })).email);
    const reply = await participant.get(path);

    expect(reply.status).toBe(403);
    expect(reply.text).toContain('Этот раздел для организаторов');
  });

  test('an admin sees everybody’s money, an organizer only their own', async () => {
    const admin = await app.guest().logIn((await createAccount({ role: 'admin' })).email);
    const { browser, account } = await loggedInOrganizer(app);
    await createEvent({ organizerId: account.id, title: 'Своё' });
    await createEvent({ title: 'Чужое' });

    expect((await admin.get('/reports?type=finance')).text).toContain('Чужое');
    const own = await browser.get('/reports?type=finance');
    expect(own.text).toContain('Своё');
    expect(own.text).not.toContain('Чужое');
  });

  test.each(['event_id', 'visitor_id'])('somebody else’s %s is not found, nor is one that does not exist', async (name) => {
    const { browser } = await loggedInOrganizer(app);
    const foreign = name === 'event_id' ? await createEvent() : await createVisitor();

    for (const id of [foreign.id, 2_000_000_000]) {
      const paths = [query({ type: 'visitor', [name]: id }), query({ type: 'finance', format: 'csv', [name]: id })];
      const files = ['registrations.csv', 'finance.pdf', 'visitor.csv'].map((file) => `/reports/${file}?visitor_q=x&${name}=${id}`);
      for (const path of [...paths, ...files]) expect([path, (await browser.get(path)).status]).toEqual([path, 404]);
    }
  });

  test.each(['/reports/unknown.csv', '/reports/finance.docx', '/reports/finance', '/reports/.csv'])('there is no %s', async (path) => {
    const { browser } = await loggedInOrganizer(app);
    expect((await browser.get(path)).status).toBe(404);
  });
});

describe('the form', () => {
  test('offers the types, formats and own events, and shows no report before one was asked for', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, title: 'Джаз на крыше' });
    const page = await browser.get(`/reports?event_id=${event.id}`);

    for (const words of ['Тип отчёта', 'Регистрации', 'Деньги', 'Посетитель', 'Формат', 'На странице', 'Сгенерировать', 'Выбрано: 1'])
      expect(page.text).toContain(words);
    expect(page.text).toMatch(new RegExp(`name="event_id" value="${event.id}" checked`));
    expect(page.text).not.toContain('Данные на');
  });

  test('leads to the file with only those choices that matter to it', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const [first, second] = [await createEvent({ organizerId: account.id }), await createEvent({ organizerId: account.id })];
    const events = `event_id=${first.id}&event_id=${second.id}`;

    const csv = await browser.get(
      `/reports?type=registrations&from=2026-11-01&to=2026-11-30&${events}&status=attended&status=no_show&visitor_q=&visitor_id=&format=csv`,
    );
    expect([csv.status, csv.headers['location']]).toEqual([
      303,
      `/reports/registrations.csv?from=2026-11-01&to=2026-11-30&${events}&status=attended&status=no_show`,
    ]);

    const pdf = await browser.get(`/reports?type=finance&from=&to=&status=attended&visitor_id=&format=pdf`);
    expect(pdf.headers['location']).toBe('/reports/finance.pdf');
  });

  test('shows the report below itself, with the time of the data and links to the same as files', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, price: 120_000 });
    await createRegistration({ eventId: event.id, status: 'attended', billedAmount: 120_000, refundAmount: 5_050 });
    await createRegistration({ eventId: event.id, status: 'cancelled' });

    const { text } = await browser.get(query({ type: 'registrations', status: 'attended', event_id: event.id, format: 'screen' }));

    expect(plain(text)).toMatch(/Данные на \d{1,2} [а-я]+, \d\d:\d\d/);
    expect(plain(text)).toContain('Итого 1 200 ₽ 1 200 ₽ 50,50 ₽');
    expect(plain(text)).toContain('статусы: Вход отмечен');
    for (const format of ['csv', 'pdf'])
      expect(text).toContain(`href="/reports/registrations.${format}?event_id=${event.id}&amp;status=attended"`);
  });

  test('speaks English too', async () => {
    const { browser, account } = await loggedInOrganizer(app, { locale: 'en' });
    const event = await createEvent({ organizerId: account.id, startAt: new Date('2026-11-28T16:00Z'), price: 150_050 });
    await createRegistration({ eventId: event.id, billedAmount: 150_050 });

    const { text } = await browser.get('/reports?type=finance&from=2026-11-01&to=2026-11-30');

    expect(plain(text)).toContain('Finance, November 2026');
    expect(plain(text)).toContain('Total 1 of 10 1,500.50 ₽ 1,500.50 ₽ 0 ₽ 0 ₽ 1,500.50 ₽');
  });

  test('goes on page by page through the registrations without a hole or a double', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const early = await createEvent({ organizerId: account.id, visitorLimit: 200, startAt: new Date('2027-01-01T10:00Z') });
    const late = await createEvent({ organizerId: account.id, visitorLimit: 200, startAt: new Date('2027-01-02T10:00Z') });
    await createManyRegistrations(late, 70);
    await createManyRegistrations(early, 50);

    const seen: number[] = [];
    for (let path: string | undefined = '/reports?type=registrations'; path;) {
      const { text } = await browser.get(path);
      seen.push(...[...text.matchAll(/<th scope="row"><a href="\/registrations\/(\d+)"/g)].map(([, id]) => Number(id)));
      path = /<a class="page-link" href="([^"#]*)#report" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }

    const ids = await browser.get('/reports/registrations.csv');
    expect(seen).toEqual([...ids.text.matchAll(/^(\d+);/gm)].map(([, id]) => Number(id)));
    expect(new Set(seen).size).toBe(120);
  });
});

describe('what belongs to a report', () => {
  test('a period is of the days on which events start by their own clocks', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const at = (title: string, timeZone: string, startAt: string) =>
      createEvent({ organizerId: account.id, title, timeZone, startAt: new Date(startAt) });
    await at('Во Владивостоке уже декабрь', 'Asia/Vladivostok', '2026-11-30T20:00Z');
    await at('В Нью-Йорке ещё ноябрь', 'America/New_York', '2026-12-01T04:30Z');
    await at('В Москве первая минута ноября', 'Europe/Moscow', '2026-10-31T21:00Z');
    const titles = async (from: string, to: string) => {
      const { text } = await browser.get(`/reports/finance.csv?from=${from}&to=${to}`);
      return text.match(/^(В|Во) .*?(?=;)/gm) ?? [];
    };

    expect(await titles('2026-11-01', '2026-11-30')).toEqual(['В Москве первая минута ноября', 'В Нью-Йорке ещё ноябрь']);
    expect(await titles('2026-12-01', '2026-12-01')).toEqual(['Во Владивостоке уже декабрь']);
  });

  test('several events and statuses are taken together', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const events = await Promise.all(
      ['А', 'Б', 'В'].map((title, day) => createEvent({ organizerId: account.id, title, startAt: new Date(Date.UTC(2026, 10, 1 + day)) })),
    );
    const [a, b] = events;
    for (const event of events) {
      for (const status of ['registered', 'waitlisted', 'cancelled'] as const) await createRegistration({ eventId: event.id, status });
    }

    const { text } = await browser.get(
      `/reports/registrations.csv?event_id=${a!.id}&event_id=${b!.id}&event_id=${a!.id}&status=registered&status=waitlisted`,
    );

    expect(text.match(/(?<=^\d+;)[АБВ];|Подтверждена|Лист ожидания|Отменена/gm)).toEqual([
      'А;',
      'Подтверждена',
      'А;',
      'Лист ожидания',
      'Б;',
      'Подтверждена',
      'Б;',
      'Лист ожидания',
    ]);
  });

  test('expected counts seats taken, profit is what was paid less refunds and expenses', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const event = await createEvent({ organizerId: account.id, price: 100_000, title: 'Концерт' });
    await createRegistration({ eventId: event.id, status: 'attended', billedAmount: 100_000 });
    await createRegistration({ eventId: event.id, status: 'no_show' });
    await createRegistration({ eventId: event.id, status: 'cancelled', billedAmount: 100_000, refundAmount: 70_000 });
    await createRegistration({ eventId: event.id, status: 'waitlisted' });
    await createExpense({ eventId: event.id, amount: 150_025 });
    await createExpense({ eventId: event.id, amount: 1 });

    const { text } = await browser.get('/reports/finance.csv');

    expect(text.split('\r\n')[1]).toMatch(/^Концерт;.*;2;10;2000,00;2000,00;700,00;1500,26;-200,26$/);
  });
});

describe('the report on one visitor', () => {
  test('comes from the visitor’s card at once', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const visitor = await createVisitor({ organizerId: account.id, firstName: 'Ольга', lastName: 'Дёмина' });
    const event = await createEvent({ organizerId: account.id, title: 'Джаз на крыше' });
    await createRegistration({ eventId: event.id, visitorId: visitor.id, status: 'attended', billedAmount: 30_000 });
    await createRegistration({ eventId: event.id });

    const { text } = await browser.get(`/reports?type=visitor&visitor_id=${visitor.id}`);

    expect(text).toContain('Посетитель: Ольга Дёмина');
    expect(text).toMatch(new RegExp(`<option value="${visitor.id}" selected>`));
    expect(plain(text)).toContain('Итого 0 ₽ 300 ₽ 0 ₽');
  });

  test('is found by a search: one match is taken, of several one is chosen, no match says so', async () => {
    const { browser, account } = await loggedInOrganizer(app);
    const anna = await createVisitor({ organizerId: account.id, firstName: 'Анна', lastName: 'Круглова' });
    const oleg = await createVisitor({ organizerId: account.id, firstName: 'Олег', lastName: 'Круглов' });
    await createVisitor({ lastName: 'Круглова', firstName: 'Чужая' });
    const search = (visitor_q: string, visitor_id: number | '' = '') =>
      browser.get(query({ type: 'visitor', visitor_q, visitor_id, format: 'screen' }));

    expect((await search('анна')).text).toContain('Посетитель: Анна Круглова');
    const several = await search('круглов');
    expect(several.status).toBe(200);
    expect(several.text).toContain('Нашлось: 2.');
    expect(several.text).not.toContain('Чужая');
    expect((await search('круглов', oleg.id)).text).toContain('Посетитель: Олег Круглов');
    expect((await search('анна', oleg.id)).text).toContain('Посетитель: Анна Круглова');

    const nobody = await search('никто', anna.id);
    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain('id="visitor_q-error"');
    expect((await browser.get(query({ type: 'visitor', visitor_q: 'анна', format: 'pdf' }))).headers['location']).toBe(
      `/reports/visitor.pdf?visitor_id=${anna.id}`,
    );
  });

  test('asks for the visitor only once one has pressed the button', async () => {
    const { browser } = await loggedInOrganizer(app);

    expect((await browser.get('/reports?type=visitor')).status).toBe(200);
    const pressed = await browser.get('/reports?type=visitor&visitor_q=&visitor_id=&format=csv');
    expect(pressed.status).toBe(422);
    expect(pressed.text).toContain('id="visitor_id-error"');
  });
});

describe('a report with nothing in it', () => {
  test.each(['registrations', 'finance'])('on the page the one of %s says so', async (type) => {
    const { browser } = await loggedInOrganizer(app);
    const { text, status } = await browser.get(query({ type, from: '1990-01-01', to: '1990-12-31' }));

    expect(status).toBe(200);
    expect(text).toMatch(/По этому выбору (регистраций|мероприятий) нет/);
    expect(text).toContain('1990 год');
  });

  test.each(['registrations', 'finance', 'visitor'])('the CSV of %s is its head line', async (type) => {
    const { browser, account } = await loggedInOrganizer(app);
    const visitor = await createVisitor({ organizerId: account.id });
    const { text, status } = await browser.get(`/reports/${type}.csv?visitor_id=${visitor.id}`);

    expect(status).toBe(200);
    expect(text).toMatch(/^\ufeff[^\r\n]+\r\n$/);
  });
});

describe('bad parameters', () => {
  const wrong: { given: string; field: string }[] = [
    { given: 'type=everything', field: 'type' },
    { given: 'type=finance&type=visitor', field: 'type' },
    { given: 'type=finance&format=docx', field: 'format' },
    { given: 'type=finance&format=csv&format=pdf', field: 'format' },
    { given: 'type=finance&from=2026-12-01&to=2026-11-01', field: 'to' },
    { given: 'type=finance&from=2026-02-30', field: 'from' },
    { given: 'type=finance&from=0000-01-01', field: 'from' },
    { given: 'type=finance&to=tomorrow', field: 'to' },
    { given: 'type=finance&to=2026-11-01&to=2026-11-02', field: 'to' },
    { given: 'type=finance&from=%00', field: 'from' },
    { given: 'type=finance&event_id=0', field: 'event_id' },
    { given: 'type=finance&event_id=1&event_id=-1', field: 'event_id' },
    { given: 'type=finance&event_id=2147483648', field: 'event_id' },
    { given: 'type=finance&event_id=1e3', field: 'event_id' },
    { given: "type=finance&event_id=1'--", field: 'event_id' },
    { given: 'type=registrations&status=late', field: 'status' },
    { given: "type=registrations&status=registered&status=')--", field: 'status' },
    { given: 'type=visitor&visitor_id=x', field: 'visitor_id' },
    { given: 'type=visitor&visitor_id=1&visitor_id=2', field: 'visitor_id' },
    { given: 'type=visitor&visitor_q=%00', field: 'visitor_q' },
    { given: 'type=visitor&visitor_q=a%0ab', field: 'visitor_q' },
    { given: `type=visitor&visitor_q=${'a'.repeat(101)}`, field: 'visitor_q' },
    { given: 'type=visitor&visitor_q=a&visitor_q=b', field: 'visitor_q' },
  ];

  test.each(wrong)('$given is refused at its field, and the rest of the form is kept', async ({ given, field }) => {
    const { browser } = await loggedInOrganizer(app);
    const reply = await browser.get(`/reports?${given}`);

    expect(reply.status).toBe(422);
    expect(reply.text).toContain(`id="${field}-error"`);
    expect(reply.text).toContain(`<a href="#${field}">`);
    expect(reply.text).toMatch(/<title>Ошибка: /);
  });

  test.each(wrong.filter(({ field }) => !['type', 'format', 'visitor_q'].includes(field)))(
    'a file of $given is refused with the form',
    async ({ given, field }) => {
      const { browser } = await loggedInOrganizer(app);
      for (const file of ['registrations.csv', 'finance.pdf']) {
        const reply = await browser.get(`/reports/${file}?${given.replace(/^type=\w+&/, '')}`);
        expect([reply.status, reply.headers['content-type']]).toEqual([422, 'text/html; charset=utf-8']);
        expect(reply.text).toContain(`id="${field}-error"`);
      }
    },
  );

  test('a lone surrogate, HTML and quotes in a search are only a search', async () => {
    const { browser } = await loggedInOrganizer(app);
    for (const q of ['%ED%A0%80', '%3Cscript%3Ealert(1)%3C/script%3E', '%27%22%25_']) {
      const reply = await browser.get(`/reports?type=visitor&visitor_q=${q}&format=screen`);
      expect(reply.status).toBe(422);
      expect(reply.text).not.toContain('<script>alert');
    }
  });

  test('a place to go on from that is none is the beginning', async () => {
    const { browser } = await loggedInOrganizer(app);
    for (const after of ['x', '-1', '99999999999', '1&after=2']) {
      expect((await browser.get(`/reports?type=registrations&after=${after}`)).status).toBe(200);
    }
  });
});

test.each(['registrations', 'finance'])(
  'nothing follows somebody else’s row in the report on %s, so that nobody learns where it stands',
  async (type) => {
    const { account, browser } = await loggedInOrganizer(app);
    const foreign = await createRegistration({ eventId: (await createEvent({ startAt: inHours(1) })).id });
    const own = await createEvent({ organizerId: account.id, title: 'Своя встреча', startAt: inHours(2) });
    await createRegistration({ eventId: own.id });

    const { text } = await browser.get(`/reports?type=${type}&after=${type === 'finance' ? foreign.eventId : foreign.id}`);

    expect(/<tbody>[^]*?<\/tbody>/.exec(text)?.[0] ?? '').not.toContain('Своя встреча');
  },
);
