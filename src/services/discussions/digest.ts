import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';
import { shownColumns, shownTables } from '../people/shown.ts';
import { isOpeningHidden } from './opening.ts';

const DAY_MS = 86_400_000;

/** 9:00 in Moscow. */
const HOUR_UTC = 6;

/** What a digest is about: the 24 hours up to 6:00 UTC of a day, YYYY-MM-DD. */
export interface DigestDay {
  day: string;
  since: Date;
  until: Date;
}

/** The day whose digest is due: the last one that has ended. */
export function digestDayAt(now: Date): DigestDay {
  const day = new Date(now.getTime() - HOUR_UTC * 3_600_000).toISOString().slice(0, 10);
  return digestDay(day);
}

/** @throws RangeError for what is no day */
export function digestDay(day: string): DigestDay {
  const until = new Date(`${day}T0${HOUR_UTC}:00:00.000Z`);
  return { day: until.toISOString().slice(0, 10), since: new Date(until.getTime() - DAY_MS), until };
}

/** The posts `x` of a discussion `d` that were new to everybody but their authors. */
const isNews = ({ since, until }: DigestDay): Prisma.Sql => Prisma.sql`
  x.created_at >= ${since}::timestamptz AND x.created_at < ${until}::timestamptz AND x.deleted_at IS NULL AND x.hidden_at IS NULL`;

/**
 * Queues a mail for everybody in whose groups others have written, one for the day however often this runs; says how many. Not for who
 * has switched it off, nor to an address that nobody has confirmed.
 */
export function queueGroupDigests(now: Date = new Date()): Promise<number> {
  const window = digestDayAt(now);
  return db.$executeRaw`
    WITH written AS MATERIALIZED (
      SELECT DISTINCT d.group_id, x.author_id FROM discussions d JOIN posts x ON x.discussion_id = d.id
      WHERE d.last_post_at >= ${window.since}::timestamptz AND ${isNews(window)} AND NOT ${isOpeningHidden}
    )
    INSERT INTO mails (kind, recipient, locale, payload)
    SELECT 'group-digest', a.email, a.locale, jsonb_build_object('accountId', a.id, 'day', ${window.day}::text)
    FROM accounts a
    WHERE a.deleted_at IS NULL AND a.email_confirmed_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM group_members m JOIN written w ON w.group_id = m.group_id AND w.author_id <> m.account_id WHERE m.account_id = a.id)
      AND ${isWanted}
    ON CONFLICT DO NOTHING`;
}

const isWanted = Prisma.sql`NOT EXISTS (SELECT 1 FROM news_settings s WHERE s.account_id = a.id AND s.kind = 'group_digest' AND NOT s.by_mail)`;

/** A discussion with posts that its reader has not written: how many, where the first one is, and what the newest says. */
export interface DigestTopic {
  groupId: number;
  groupName: string;
  groupSlug: string;
  title: string;
  posts: number;
  firstId: number;
  newestName: string;
  newestBody: string;
}

/** What others wrote in the groups of an account, group by group, the newest discussion first. */
export const listDigestTopics = (accountId: number, window: DigestDay): Promise<DigestTopic[]> => db.$queryRaw<DigestTopic[]>`
  SELECT g.id AS "groupId", g.name AS "groupName", g.slug AS "groupSlug", d.title, n.posts, n.first AS "firstId", wrote.name AS "newestName",
    l.body AS "newestBody"
  FROM group_members m JOIN groups g ON g.id = m.group_id
    JOIN discussions d ON d.group_id = g.id AND d.last_post_at >= ${window.since}::timestamptz
    CROSS JOIN LATERAL (SELECT count(*)::int AS posts, min(x.id) AS first, max(x.id) AS newest FROM posts x
      WHERE x.discussion_id = d.id AND x.author_id <> m.account_id AND ${isNews(window)}) n
    JOIN posts l ON l.id = n.newest
    CROSS JOIN LATERAL (SELECT ${shownColumns} FROM ${shownTables} WHERE a.id = l.author_id) wrote
  WHERE m.account_id = ${accountId} AND NOT ${isOpeningHidden}
  ORDER BY g.name, g.id, n.newest DESC`;

/** Whom a digest goes to, as long as they want it. `mailToken` is the secret of the link that switches it off. */
export interface DigestReader {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  mailToken: string;
}

export async function findDigestReader(accountId: number): Promise<DigestReader | null> {
  const [reader] = await db.$queryRaw<DigestReader[]>`
    SELECT a.id, a.email, a.first_name AS "firstName", a.last_name AS "lastName", a.mail_token AS "mailToken" FROM accounts a
    WHERE a.id = ${accountId} AND a.deleted_at IS NULL AND a.email_confirmed_at IS NOT NULL AND ${isWanted}`;
  return reader ?? null;
}
