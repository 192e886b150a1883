import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { translator } from '../../src/i18n.ts';
import { notificationKinds } from '../../src/policies/notifications.ts';
import { notify } from '../../src/services/notifications/notify.ts';
import { startApp } from '../support/app.ts';
import { createAccount, inHours } from '../support/factories.ts';

const app = await startApp();

const payload = { title: 'Джаз на крыше', organizer: 'Марина Соколова' };
const tell = (accountId: number, given: object = {}) =>
  db.notification.create({ data: { accountId, kind: 'followed-event', payload, link: '/events?past=1', ...given } });

async function logIn() {
  const account = await createAccount();
  return { ...account, browser: await app.guest().logIn(account.email) };
}

test.each(['ru', 'en'] as const)('every kind of notice has a title and a text in %s', (locale) => {
  const t = translator(locale);
  // a text may say a role by the words for it
  const values = { ...payload, role: 'leader' };
  for (const kind of Object.keys(notificationKinds)) {
    expect(t(`notifications:${kind}.title`, values), kind).not.toBe('');
    expect(t(`notifications:${kind}.text`, values), kind).not.toBe('');
  }
});

test('the page shows one’s own notices, those of today first, and which are new', async () => {
  const [anna, other] = [await logIn(), await createAccount()];
  await tell(anna.id, { createdAt: inHours(-72), readAt: new Date(), payload: { ...payload, title: 'Давно' } });
  await tell(anna.id, { payload: { ...payload, title: 'Свежее <b>' } });
  await tell(other.id, { payload: { ...payload, title: 'Чужое' } });
  const { text } = await anna.browser.get('/notifications');

  expect(text).toMatch(/Сегодня[\s\S]*item-new[\s\S]*Свежее &lt;b&gt;[\s\S]*Раньше[\s\S]*Давно/);
  expect(text.match(/item-new/g)).toHaveLength(1);
  expect(text).not.toContain('Чужое');
});

test('the bell counts what is new, to 99', async () => {
  const anna = await logIn();
  const bell = async () => /class="bell"[\s\S]*?<\/a>/.exec((await anna.browser.get('/events')).text)![0];

  expect(await bell()).not.toContain('<b>');
  await tell(anna.id);
  await tell(anna.id, { readAt: new Date() });
  expect(await bell()).toContain('<b>1</b>');
  expect(await bell()).toContain('aria-label="Уведомления, новых: 1"');
  await db.notification.createMany({ data: Array.from({ length: 120 }, () => ({ accountId: anna.id, kind: 'reply', link: '/' })) });
  expect(await bell()).toContain('<b>99+</b>');
  expect((await app.guest().get('/events')).text).not.toContain('class="bell"');
});

test('opening a notice leads on and marks it as read; nobody opens another’s', async () => {
  const [anna, other] = [await logIn(), await logIn()];
  const { id } = await tell(anna.id);

  expect((await other.browser.get(`/notifications/${id}`)).status).toBe(404);
  expect(await db.notification.findUniqueOrThrow({ where: { id } })).toMatchObject({ readAt: null });
  for (let n = 0; n < 2; n += 1) expect((await anna.browser.get(`/notifications/${id}`)).headers['location']).toBe('/events?past=1');
  expect((await db.notification.findUniqueOrThrow({ where: { id } })).readAt).not.toBeNull();
});

test('all are marked as read, but not what came after the page was opened', async () => {
  const [anna, other] = [await logIn(), await createAccount()];
  const [, second] = [await tell(anna.id), await tell(anna.id)];
  const [late, theirs] = [await tell(anna.id), await tell(other.id)];
  const reply = await anna.browser.post('/notifications/reading', { up_to: second.id });
  const unread = await db.notification.findMany({
    where: { readAt: null, accountId: { in: [anna.id, other.id] } },
    orderBy: { id: 'asc' },
  });

  expect(reply.headers['location']).toBe('/notifications');
  expect(unread.map(({ id }) => id)).toEqual([late.id, theirs.id]);
});

test('a long list goes on by pages, none twice', async () => {
  const anna = await logIn();
  await db.notification.createMany({
    data: Array.from({ length: 65 }, () => ({ accountId: anna.id, kind: 'followed-event', payload, link: '/' })),
  });
  const seen: string[] = [];
  let path = '/notifications';
  for (let pages = 0; path && pages < 5; pages += 1) {
    const { text } = await anna.browser.get(path);
    seen.push(...[...text.matchAll(/href="\/notifications\/(\d+)"/g)].map(([, id]) => id!));
    path = /href="(\/notifications\?before=\d+)"/.exec(text)?.[1] ?? '';
  }

  expect(seen).toHaveLength(65);
  expect(new Set(seen).size).toBe(65);
});

test.each(['x', '-1', '99999999999', ''])('a page that begins at «%s» is the first one', async (before) => {
  const anna = await logIn();
  await tell(anna.id);

  expect((await anna.browser.get(`/notifications?before=${before}`)).text).toContain('Джаз на крыше');
});

test('who does not want a kind on the site is not told of it there, others are', async () => {
  const [wants, refuses] = [await createAccount(), await createAccount()];
  await db.newsSetting.create({ data: { accountId: refuses.id, kind: 'follows', onSite: false } });
  const accountIds = [wants.id, refuses.id];
  await db.$transaction((tx) => notify(tx, { accountIds, kind: 'followed-event', payload, link: '/' }));
  await db.$transaction((tx) => notify(tx, { accountIds, kind: 'export-ready', link: '/account/data' }));
  const told = await db.notification.findMany({ where: { accountId: { in: accountIds } }, select: { accountId: true, kind: true } });

  expect(told.filter(({ kind }) => kind === 'followed-event').map(({ accountId }) => accountId)).toEqual([wants.id]);
  expect(told.filter(({ kind }) => kind === 'export-ready')).toHaveLength(2);
});
