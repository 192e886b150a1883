import { describe, expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { newsChannels, newsKinds } from '../../src/policies/notifications.ts';
import { queueReminders } from '../../src/services/mail/reminders.ts';
import { stopHeaders, stopUrl } from '../../src/services/mail/stop.ts';
import { startApp } from '../support/app.ts';
import { addMember, createAccount, createEvent, createGroup, createOwnRegistration, inHours, mailsTo } from '../support/factories.ts';

const app = await startApp();

async function logIn() {
  const account = await createAccount();
  return { ...account, browser: await app.guest().logIn(account.email) };
}

const settingsOf = async (accountId: number) => {
  const rows = await db.newsSetting.findMany({ where: { accountId } });
  return Object.fromEntries(rows.map(({ kind, byMail, onSite }) => [kind, { byMail, onSite }]));
};
const wantsGroup = async (groupId: number, accountId: number) =>
  (await db.groupMember.findUniqueOrThrow({ where: { groupId_accountId: { groupId, accountId } } })).wantsEventMails;

/** The names of the boxes that are ticked, as in mail=replies. */
const ticked = (html: string) =>
  [...html.matchAll(/<input[^>]*name="(mail|site|groups)" value="(\w+)"[^>]* checked/g)].map(([, name, value]) => `${name}=${value}`);

describe('the settings', () => {
  test('whoever has chosen nothing wants all that there is', async () => {
    const anna = await logIn();
    const group = await createGroup();
    await addMember(group.id, { accountId: anna.id });
    const all = newsKinds.flatMap((kind) => newsChannels[kind].map((way) => `${way}=${kind}`));

    expect(ticked((await anna.browser.get('/account/mail')).text)).toEqual([...all, `groups=${group.id}`]);
  });

  test('keep each kind by itself, and each group', async () => {
    const anna = await logIn();
    const [first, second] = [await createGroup(), await createGroup()];
    for (const { id } of [first, second]) await addMember(id, { accountId: anna.id });
    const reply = await anna.browser.post('/account/mail', {
      mail: ['reminders'],
      site: ['replies', 'ratings'],
      groups: [String(second.id)],
    });

    expect(ticked((await anna.browser.follow(reply)).text)).toEqual([
      'mail=reminders',
      'site=replies',
      'site=ratings',
      `groups=${second.id}`,
    ]);
    expect([await wantsGroup(first.id, anna.id), await wantsGroup(second.id, anna.id)]).toEqual([false, true]);
  });

  test('one button refuses all that can be refused, and all can be had again', async () => {
    const anna = await logIn();
    const group = await createGroup();
    await addMember(group.id, { accountId: anna.id });
    await anna.browser.post('/account/mail', { mail: ['reminders'], groups: [String(group.id)], all: 'off' });
    const { text } = await anna.browser.get('/account/mail');

    expect(ticked(text)).toEqual([]);
    expect(text).toMatch(/aria-label="Билеты и изменения: Почта" checked disabled/);
    await anna.browser.post('/account/mail', { mail: [...newsKinds], site: [...newsKinds], groups: [String(group.id)] });
    expect(ticked((await anna.browser.get('/account/mail')).text)).toContain(`groups=${group.id}`);
  });

  test.each([{ mail: ['tickets'] }, { site: ['x'] }, { groups: ['x'] }])('%j is refused, and nothing changes', async (fields) => {
    const anna = await logIn();

    expect((await anna.browser.post('/account/mail', fields)).status).toBe(422);
    expect(await settingsOf(anna.id)).toEqual({});
  });

  test('of a group that one is not in change nothing there', async () => {
    const [anna, other] = [await logIn(), await createAccount()];
    const group = await createGroup();
    await addMember(group.id, { accountId: other.id, wantsEventMails: false });
    await anna.browser.post('/account/mail', { groups: [String(group.id)] });

    expect(await wantsGroup(group.id, other.id)).toBe(false);
  });

  test('who refuses reminders gets none, others do', async () => {
    const [refuses, wants] = [await createAccount(), await createAccount()];
    const event = await createEvent({ startAt: inHours(20) });
    for (const { id } of [refuses, wants]) await createOwnRegistration(id, { eventId: event.id, createdAt: inHours(-100) });
    await db.newsSetting.create({ data: { accountId: refuses.id, kind: 'reminders', byMail: false } });
    await queueReminders();

    expect(await mailsTo(refuses.email)).toEqual([]);
    expect(await mailsTo(wants.email)).toEqual(['reminder-day']);
  });
});

describe('the link at the foot of a mail', () => {
  const pathOf = (mailToken: string, target: string) => `/stop/${mailToken}/${target}`;

  test('is a header for mail programs too', () => {
    const url = stopUrl('5f0c7d3e-6f0f-4b5e-9d5c-0d5f6a7b8c9d', 'replies');

    expect(url).toMatch(/\/stop\/5f0c7d3e-6f0f-4b5e-9d5c-0d5f6a7b8c9d\/replies$/);
    expect(stopHeaders(url)).toEqual({ 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' });
  });

  test.each(newsKinds)('asks before it stops %s, for mail scanners open links', async (kind) => {
    const { id, mailToken } = await createAccount();
    const path = pathOf(mailToken, kind);
    const page = await app.guest().get(path);

    expect(page.status).toBe(200);
    expect(page.text).toContain(`action="${path}"`);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(await settingsOf(id)).toEqual({});
  });

  test.each([
    ['List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
    ['--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--', 'multipart/form-data; boundary=x'],
    ['{}', 'application/json'],
    [undefined, 'text/plain'],
  ])('stops in one click without session and token, for a body %j', async (body, type) => {
    const { id, mailToken } = await createAccount();
    for (let n = 0; n < 2; n += 1) {
      const reply = await app.guest().send('POST', pathOf(mailToken, 'group_digest'), body, { 'content-type': type });
      expect(reply.status).toBe(200);
      expect(reply.text).toContain('href="/account/mail"');
    }
    expect(await settingsOf(id)).toEqual({ group_digest: { byMail: false, onSite: true } });
  });

  test('leaves what was chosen for the site, and other kinds', async () => {
    const { id, mailToken } = await createAccount();
    await db.newsSetting.create({ data: { accountId: id, kind: 'ratings', onSite: false } });
    await app.guest().send('POST', pathOf(mailToken, 'ratings'));

    expect(await settingsOf(id)).toEqual({ ratings: { byMail: false, onSite: false } });
  });

  test('of a group stops the mails of that group only', async () => {
    const anna = await createAccount();
    const [one, another] = [await createGroup({ name: 'Джаз по субботам' }), await createGroup()];
    for (const { id } of [one, another]) await addMember(id, { accountId: anna.id });
    const reply = await app.guest().send('POST', pathOf(anna.mailToken, `group-${one.id}`));

    expect(reply.text).toContain('Джаз по субботам');
    expect([await wantsGroup(one.id, anna.id), await wantsGroup(another.id, anna.id)]).toEqual([false, true]);
    expect((await app.guest().get(pathOf(anna.mailToken, `group-${one.id}`))).text).not.toContain(
      'method="post"><button class="btn btn-primary"',
    );
  });

  test('works for who has left the group meanwhile', async () => {
    const { mailToken } = await createAccount();
    const { id } = await createGroup();

    expect((await app.guest().send('POST', pathOf(mailToken, `group-${id}`))).status).toBe(200);
  });

  test('stops nothing of a deleted account, an unknown secret or an unknown kind', async () => {
    const [anna, gone] = [await createAccount(), await createAccount()];
    await db.account.update({ where: { id: gone.id }, data: { deletedAt: new Date() } });
    const paths = [
      pathOf(gone.mailToken, 'replies'),
      pathOf('5f0c7d3e-6f0f-4b5e-9d5c-0d5f6a7b8c9d', 'replies'),
      pathOf('nothing', 'replies'),
      ...['tickets', 'group-0', 'group-x', 'group-99999999999', 'group-999999999', 'constructor'].map((target) =>
        pathOf(anna.mailToken, target),
      ),
    ];
    for (const path of paths) {
      expect((await app.guest().get(path)).status, path).toBe(404);
      expect((await app.guest().send('POST', path)).status, path).toBe(404);
    }
    expect(await settingsOf(anna.id)).toEqual({});
  });
});
