import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '../../src/db.ts';
import { DEMO_PASSWORD, isEmptyDatabase, loadDemoData } from '../../src/services/demo/index.ts';
import { queueGroupDigests } from '../../src/services/discussions/digest.ts';
import { queueReminders } from '../../src/services/mail/reminders.ts';
import { queueRatingRequests } from '../../src/services/ratings/requests.ts';
import { queueRecordingMails } from '../../src/services/webinars/recording/mailing.ts';
import { startApp } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';

type Client = Pick<typeof db, '$queryRawUnsafe'>;
const rows = (sql: string, client: Client = db) => client.$queryRawUnsafe<Record<string, unknown>[]>(sql);
const idOf = async (title: string) => Number((await rows(`SELECT id FROM events WHERE title = '${title}'`))[0]!['id']);
const now = new Date();
const at = `timestamptz '${now.toISOString()}'`;

beforeAll(async () => {
  expect(await isEmptyDatabase()).toBe(true);
  await loadDemoData(now);
});

test('the site is used then, by hundreds of people in twelve groups with some forty events', async () => {
  const [counts] = await rows(`SELECT
    (SELECT count(*)::int FROM groups) AS groups,
    (SELECT count(*) >= 40 FROM events) AS events,
    (SELECT count(*) >= 20 FROM events WHERE end_at < ${at}) AS past,
    (SELECT count(*) >= 300 FROM accounts WHERE role = 'participant') AS people,
    (SELECT count(*)::int FROM events WHERE format = 'hybrid') AS hybrid,
    (SELECT count(*)::int FROM events WHERE members_only) AS "membersOnly",
    (SELECT count(*) >= 60 FROM profiles WHERE about <> '') AS abouts,
    (SELECT count(*) >= 40 FROM discussions) AS discussions,
    (SELECT count(*) >= 100 FROM event_ratings WHERE words <> '' AND published_at IS NOT NULL) AS reviews,
    (SELECT count(*) > 20 FROM event_ratings WHERE published_at IS NULL) AS waiting,
    (SELECT count(*)::int FROM complaints WHERE resolution IS NULL) AS complaints`);

  expect(await isEmptyDatabase()).toBe(false);
  expect(counts).toEqual({
    groups: 12,
    events: true,
    past: true,
    people: true,
    hybrid: 3,
    membersOnly: 2,
    abouts: true,
    discussions: true,
    reviews: true,
    waiting: true,
    complaints: 3,
  });
});

test('every account logs in by the same password, hashed once', async () => {
  expect(await rows('SELECT count(DISTINCT password_hash)::int AS hashes FROM accounts WHERE email_confirmed_at IS NOT NULL')).toEqual([
    { hashes: 1 },
  ]);
});

test.each([
  [
    'seats taken are the registrations that take one, on either side and within its limit',
    `SELECT e.title FROM events e JOIN event_seats s ON s.event_id = e.id
     LEFT JOIN reg_for_the_event r ON r.event_id = e.id AND r.status IN ('registered', 'attended', 'no_show')
     GROUP BY e.id, s.event_id
     HAVING count(r.id) FILTER (WHERE NOT r.is_remote) <> s.seats_taken OR count(r.id) FILTER (WHERE r.is_remote) <> s.online_taken
       OR s.seat_limit <> e.visitor_limit OR s.online_limit <> e.online_limit`,
  ],
  [
    'people wait only for a side that is full',
    `SELECT r.id FROM reg_for_the_event r JOIN event_seats s ON s.event_id = r.event_id WHERE r.status = 'waitlisted'
     AND CASE WHEN r.is_remote THEN s.online_taken < s.online_limit ELSE s.seats_taken < s.seat_limit END`,
  ],
  [
    'what is over has no open registrations, what is to come nobody who was there',
    `SELECT r.id FROM reg_for_the_event r JOIN events e ON e.id = r.event_id
     WHERE (r.status = 'registered') <> (e.end_at > ${at}) AND r.status NOT IN ('cancelled', 'waitlisted') OR e.status = 'draft'`,
  ],
  [
    'nothing happens later than now, or before what it follows from',
    `SELECT id FROM reg_for_the_event WHERE greatest(created_at, billed_at, refunded_at, cancelled_at, confirmed_at) > ${at}
       OR least(billed_at, refunded_at, cancelled_at, confirmed_at) < created_at OR refunded_at < cancelled_at
     UNION ALL SELECT r.id FROM reg_for_the_event r JOIN events e ON e.id = r.event_id WHERE r.created_at NOT BETWEEN e.created_at AND e.start_at
     UNION ALL SELECT id FROM posts WHERE greatest(created_at, edited_at, hidden_at) > ${at}
     UNION ALL SELECT id FROM discussions WHERE greatest(created_at, last_post_at, closed_at) > ${at}
     UNION ALL SELECT account_id FROM group_members WHERE joined_at > ${at}
     UNION ALL SELECT id FROM complaints WHERE created_at > ${at}
     UNION ALL SELECT id FROM notifications WHERE greatest(created_at, read_at) > ${at} OR read_at < created_at
     UNION ALL SELECT id FROM event_ratings WHERE greatest(created_at, published_at, replied_at) > ${at} OR replied_at < published_at`,
  ],
  [
    'what is said and done in a webinar is within its broadcast, by people who watched it then',
    `SELECT v.id FROM webinars w JOIN webinar_viewers v ON v.event_id = w.event_id
       LEFT JOIN LATERAL (SELECT at FROM webinar_messages WHERE viewer_id = v.id UNION ALL SELECT at FROM webinar_questions WHERE viewer_id = v.id
         UNION ALL SELECT at FROM webinar_votes WHERE viewer_id = v.id UNION ALL SELECT at FROM webinar_poll_votes WHERE viewer_id = v.id) deed ON true
       WHERE deed.at NOT BETWEEN greatest(w.started_at, v.first_seen_at) AND least(w.ended_at, v.last_seen_at)
     UNION ALL SELECT event_id FROM webinar_reactions JOIN webinars w USING (event_id) WHERE at NOT BETWEEN w.started_at AND w.ended_at
     UNION ALL SELECT e.id FROM webinars w JOIN events e ON e.id = w.event_id WHERE w.started_at < e.start_at OR w.ended_at > e.end_at`,
  ],
  [
    'who was at a webinar watched enough of it to be marked',
    `SELECT v.id FROM webinar_viewers v JOIN webinars w ON w.event_id = v.event_id
     WHERE v.registration_id IS NOT NULL AND v.watched_seconds < 0.3 * extract(epoch FROM w.ended_at - w.started_at)`,
  ],
  [
    'ids rise with time, as if people had made the rows',
    `SELECT id FROM (SELECT id, created_at < lag(created_at) OVER (ORDER BY id) AS is_wrong FROM reg_for_the_event) x WHERE is_wrong
     UNION ALL SELECT id FROM (SELECT id, created_at < lag(created_at) OVER (ORDER BY id) AS is_wrong FROM posts) x WHERE is_wrong
     UNION ALL SELECT id FROM (SELECT id, created_at < lag(created_at) OVER (ORDER BY id) AS is_wrong FROM visitors) x WHERE is_wrong
     UNION ALL SELECT id FROM (SELECT id, created_at < lag(created_at) OVER (PARTITION BY account_id ORDER BY id) AS is_wrong FROM notifications) x WHERE is_wrong`,
  ],
  [
    'a group has a leader, and as many members as it says',
    `SELECT g.slug FROM groups g LEFT JOIN group_members m ON m.group_id = g.id GROUP BY g.id
     HAVING count(*) FILTER (WHERE m.role = 'leader') = 0 OR count(m.account_id) <> g.member_count`,
  ],
  [
    'people join a group that is there, with an account that is there',
    `SELECT m.account_id FROM group_members m JOIN groups g ON g.id = m.group_id JOIN accounts a ON a.id = m.account_id
     WHERE m.joined_at < greatest(g.created_at, a.created_at)`,
  ],
  [
    'events of a group are those of its leaders and moderators',
    `SELECT e.title FROM events e LEFT JOIN group_members m ON m.group_id = e.group_id AND m.account_id = e.organizer_id
     WHERE e.group_id IS NOT NULL AND coalesce(m.role, '') NOT IN ('leader', 'moderator')`,
  ],
  [
    'only members come to what is for members only',
    `SELECT v.email_address FROM events e JOIN reg_for_the_event r ON r.event_id = e.id JOIN visitors v ON v.id = r.visitor_id
       LEFT JOIN accounts a ON lower(a.email) = lower(v.email_address) LEFT JOIN group_members m ON m.group_id = e.group_id AND m.account_id = a.id
     WHERE e.members_only AND m.account_id IS NULL`,
  ],
  [
    'only those write in a group who are in it, or were before they were banned',
    `SELECT p.id FROM posts p JOIN discussions d ON d.id = p.discussion_id
     WHERE NOT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = d.group_id AND m.account_id = p.author_id AND m.joined_at < p.created_at)
       AND NOT EXISTS (SELECT 1 FROM group_bans b WHERE b.group_id = d.group_id AND b.account_id = p.author_id AND b.created_at > p.created_at)`,
  ],
  [
    'a discussion has its posts, and one answers a post before it in the same discussion',
    `SELECT d.id FROM discussions d LEFT JOIN posts p ON p.discussion_id = d.id GROUP BY d.id
       HAVING count(p.id) <> d.post_count OR max(p.created_at) <> d.last_post_at OR min(p.created_at) <> d.created_at
     UNION ALL SELECT p.id FROM posts p JOIN posts q ON q.id = p.reply_to_id WHERE q.id >= p.id OR q.discussion_id <> p.discussion_id`,
  ],
  [
    'both sides of ratings are published at the second of them, or when fourteen days have passed',
    `SELECT a.id FROM event_ratings a JOIN events e ON e.id = a.event_id LEFT JOIN participant_ratings b USING (registration_id)
       WHERE a.published_at IS DISTINCT FROM CASE WHEN b.id IS NOT NULL THEN greatest(a.created_at, b.created_at)
         WHEN e.end_at + rating_window() <= ${at} THEN e.end_at + rating_window() END
     UNION ALL SELECT b.id FROM participant_ratings b JOIN events e ON e.id = b.event_id LEFT JOIN event_ratings a USING (registration_id)
       WHERE b.published_at IS DISTINCT FROM CASE WHEN a.id IS NOT NULL THEN greatest(a.created_at, b.created_at)
         WHEN e.end_at + rating_window() <= ${at} THEN e.end_at + rating_window() END`,
  ],
  [
    'people are rated for what became of their registration',
    `SELECT p.id FROM participant_ratings p JOIN reg_for_the_event r ON r.id = p.registration_id
     WHERE p.presence <> CASE r.status WHEN 'attended' THEN 'came' WHEN 'no_show' THEN 'missed' ELSE 'warned' END`,
  ],
  [
    'no words are said twice',
    `SELECT words FROM (SELECT words FROM event_ratings UNION ALL SELECT words FROM participant_ratings UNION ALL SELECT body FROM posts
       UNION ALL SELECT body FROM webinar_messages UNION ALL SELECT body FROM webinar_questions
       UNION ALL SELECT reply FROM event_ratings UNION ALL SELECT about FROM profiles) x WHERE words <> '' GROUP BY words HAVING count(*) > 1`,
  ],
  [
    'texts are written with «ёлочки» and without an English quote or a hyphen for a dash',
    `SELECT words FROM (SELECT words FROM event_ratings UNION ALL SELECT body FROM posts UNION ALL SELECT description FROM events
       UNION ALL SELECT about FROM groups UNION ALL SELECT body FROM webinar_messages
       UNION ALL SELECT body FROM webinar_questions) x WHERE words ~ '["“”]' OR words ~ ' - '`,
  ],
])('%s', async (_rule, exceptions) => {
  expect(await rows(`SELECT * FROM (${exceptions}) AS exceptions LIMIT 3`)).toEqual([]);
});

test('ratings are as good and as spread as life: about 4.6, with all of the stars, and reliability that differs', async () => {
  const [spread] = await rows(`SELECT round(avg(stars), 1)::float8 AS average, count(DISTINCT stars)::int AS kinds FROM event_ratings`);
  const [people] = await rows(`SELECT count(DISTINCT (x.missed, x.late))::int AS kinds, max(x.attended)::int AS most
    FROM accounts a CROSS JOIN LATERAL reliability(a.email, NULL, ${at}) x WHERE a.role = 'participant'`);

  expect(spread!['average']).toBeGreaterThanOrEqual(4.5);
  expect(spread!['average']).toBeLessThanOrEqual(4.7);
  expect(spread!['kinds']).toBe(5);
  expect(people!['kinds']).toBeGreaterThan(5);
  expect(people!['most']).toBeGreaterThan(5);
});

test('nothing is left to be published', async () => {
  expect(await rows(`SELECT publish_due_ratings(${at}) AS late`)).toEqual([{ late: 0 }]);
});

/** What is loaded, without secrets and the moments of the loading itself. */
async function digest(client: Client): Promise<Record<string, unknown>> {
  const tables =
    'accounts profiles account_topics groups group_members group_requests group_bans follows events event_seats visitors reg_for_the_event expenses event_ratings participant_ratings discussions posts complaints notifications webinar_viewers webinar_segments webinar_messages webinar_questions webinar_votes webinar_polls webinar_poll_votes webinar_reactions webinar_presence webinar_chapters webinar_captions';
  const parts = tables.split(' ').map((table) => {
    const own = `to_jsonb(x) - '{password_hash,mail_token,token,updated_at}'::text[]${table === 'expenses' ? " - 'created_at'" : ''}`;
    return `(SELECT count(*) || ' ' || md5(string_agg((${own})::text, '\n' ORDER BY (${own})::text)) FROM ${table} x) AS ${table}`;
  });
  return (await rows(`SELECT ${parts.join()}`, client))[0]!;
}

test('another site gets the same story at the same moment', async () => {
  const other = await freshDatabase();
  vi.stubEnv('DATABASE_URL', other.url);
  vi.resetModules();
  const { db: otherDb, closeDatabase } = await import('../../src/db.ts');
  const demo = await import('../../src/services/demo/index.ts');
  try {
    await demo.loadDemoData(now);

    expect(await digest(otherDb)).toEqual(await digest(db));
  } finally {
    await closeDatabase();
    await other.drop();
    vi.unstubAllEnvs();
    vi.resetModules();
  }
});

test('the clock mails few of the invented people, so that who tries the site out finds their own mails', async () => {
  const tomorrow = new Date(now.getTime() + 86_400_000);
  const queued = (await queueRatingRequests(tomorrow)) + (await queueReminders(tomorrow)) + (await queueGroupDigests(tomorrow));

  expect(queued).toBeLessThan(60);
  expect(await db.mail.count({ where: { recipient: 'participant@example.org' } })).toBeGreaterThan(0);
});

test('a webinar can be watched again: it has chapters, three to seven best moments, polls with results, and nobody is mailed of it', async () => {
  const [counts] =
    await rows(`SELECT (SELECT count(*)::int FROM webinar_chapters) AS chapters, (SELECT count(*)::int FROM webinar_highlights) AS moments,
    (SELECT count(*)::int FROM webinar_highlights WHERE origin = 'audience') AS found, (SELECT count(*)::int FROM webinar_messages) AS messages,
    (SELECT count(*)::int FROM webinar_questions WHERE votes > 5) AS questions, (SELECT count(DISTINCT poll_id)::int FROM webinar_poll_votes) AS polls`);

  expect(counts).toMatchObject({ chapters: 8, questions: 9, polls: 2 });
  expect(counts!['moments']).toBeGreaterThanOrEqual(3);
  expect(counts!['moments']).toBeLessThanOrEqual(7);
  expect(counts!['found']).toBeGreaterThanOrEqual(2);
  expect(counts!['messages']).toBeGreaterThanOrEqual(40);
  expect(await queueRecordingMails(now)).toBe(0);
});

test('the demo participant reads the recording, its captions and every piece, a guest the recording', async () => {
  const id = await idOf('Node.js за пять минут: куда утекла память');
  const app = await startApp();
  const participant = await app.guest().logIn('participant@example.org', DEMO_PASSWORD);

  const page = await participant.get(`/webinars/${id}`);
  for (const words of ['Как снимали кучу на живой реплике', 'on() без off()', 'Знакомый почерк', 'Ольга Дёмина', 'Падал ли у вас сервис'])
    expect(page.text).toContain(words);
  expect((await participant.get(`/webinars/${id}/captions/ru.vtt`)).text).toContain('Меня зовут Никита');
  const list = (await participant.get(`/webinars/${id}/full.m3u8`)).text;
  const pieces = [...list.matchAll(/^#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)$/gm)].map(([, size, offset, name]) => ({
    size,
    offset,
    name: name!,
  }));
  expect(list).toContain('#EXT-X-ENDLIST');
  expect(pieces).toHaveLength(140);
  for (const { size, offset, name } of [pieces[0]!, pieces[70]!, pieces.at(-1)!]) {
    const path = new URL(name, `http://site/webinars/${id}/`).pathname;
    const piece = await participant.get(path, { Range: `bytes=${offset}-${Number(offset) + Number(size) - 1}` });
    expect([piece.status, piece.body.subarray(4, 8).toString()]).toEqual([206, expect.stringMatching(/styp|moof/)]);
  }
  expect((await app.guest().get(`/webinars/${id}`)).text).toContain('Знакомый почерк');
});

test('a webinar begins soon, for which the participant has a place and the organizer a studio', async () => {
  const id = await idOf('Открытый микрофон: ваши вопросы о базах');
  const app = await startApp();
  const participant = await app.guest().logIn('participant@example.org', DEMO_PASSWORD);
  const organizer = await app.guest().logIn('organizer@example.org', DEMO_PASSWORD);

  const [event] = await rows(`SELECT extract(epoch FROM start_at - ${at})::int / 60 AS minutes FROM events WHERE id = ${id}`);
  expect(event!['minutes']).toBeGreaterThanOrEqual(25);
  expect(event!['minutes']).toBeLessThanOrEqual(30);
  expect((await participant.get(`/webinars/${id}`)).status).toBe(200);
  expect((await organizer.get(`/webinars/${id}/studio`)).status).toBe(200);
});

test('it is loaded as a whole or not at all', async () => {
  const then = await digest(db);

  await expect(loadDemoData(now)).rejects.toThrow('accounts_email_key');

  expect(await digest(db)).toEqual(then);
});

test('a guest finds groups, talk and reviews', async () => {
  const guest = (await startApp()).guest();

  expect((await guest.get('/')).text).toContain('Джаз на крыше: вечер стандартов');
  expect((await guest.get('/groups')).text).toContain('Бежим разговаривая');
  const group = await guest.get('/groups/dzhaz-po-subbotam');
  for (const words of [
    'клубы, крыши, квартирники и соборы',
    'Орган и саксофон при свечах',
    'Квартирник: каверы, которые лучше оригинала',
  ]) {
    expect(group.text).toContain(words);
  }
  expect((await guest.get('/groups/dzhaz-po-subbotam/discussions')).text).toContain('Потерялся серый шарф, квартирник');
  expect((await guest.get(`/events/${await idOf('Биг-бэнд в трамвайном депо')}`)).text).toContain('Трамвай номер тринадцать');
});

test.each([
  ['admin', ['/admin/complaints', 'Имя и квартира настоящего человека']],
  ['organizer', ['/groups/obschiy-stol/requests', 'Недавно переехала из Самары'], ['/notifications', 'Заявка в группу «Общий стол»']],
  ['library', ['/groups/medlennoe-chtenie', 'Пнин'], ['/notifications', 'Заявка в группу «Медленное чтение»']],
  ['participant', ['/', 'Джаз на крыше'], ['/registrations', 'Камерный вечер'], ['/notifications', 'Место освободилось']],
])('%s@example.org logs in and sees what happened meanwhile', async (name, ...pages) => {
  const browser = await (await startApp()).guest().logIn(`${name}@example.org`, DEMO_PASSWORD);

  for (const [path, words] of pages) expect((await browser.get(path!)).text, path).toContain(words);
});
