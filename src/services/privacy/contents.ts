import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';

/** Whose data; `email` is null as long as it is not confirmed that the address is theirs. */
export interface DataSubject {
  id: number;
  email: string | null;
}

export type DataRow = Record<string, unknown>;

/** A part of somebody's data: one file of the archive, and one more as a table where it is a list. */
export interface DataSection {
  name: string;
  isList: boolean;
  rows(): Promise<DataRow[]>;
}

const section = (name: string, sql: Prisma.Sql, { isList = true } = {}): DataSection => ({
  name,
  isList,
  rows: () => db.$queryRaw<DataRow[]>(sql),
});

/** All that is kept about a person, in the words of the tables. Amounts are in minor units. Never a secret: no hash, no token, no link of a ticket. */
export const dataSections = (subject: DataSubject, now: Date): DataSection[] => [
  ...accountSections(subject.id),
  ...(subject.email === null ? [] : visitSections(subject.email, now)),
  ...communitySections(subject.id),
  ...webinarSections(subject),
  ...mailSections(subject),
  ...organizerSections(subject.id),
];

const accountSections = (id: number): DataSection[] => [
  section(
    'account',
    Prisma.sql`SELECT id, email, first_name, last_name, role, locale, email_confirmed_at, consented_at, consent_version, created_at, updated_at
      FROM accounts WHERE id = ${id}`,
    { isList: false },
  ),
  section(
    'profile',
    Prisma.sql`SELECT shown_name, about, city, links, visibility, shows_plans, updated_at,
        ARRAY(SELECT t.slug FROM account_topics o JOIN topics t ON t.id = o.topic_id WHERE o.account_id = p.account_id ORDER BY t.slug) AS topics
      FROM profiles p WHERE account_id = ${id}`,
    { isList: false },
  ),
  section(
    'pictures',
    Prisma.sql`SELECT id, purpose, width, height, bytes, created_at FROM media WHERE account_id = ${id} ORDER BY created_at, id`,
  ),
  section(
    'complaints',
    Prisma.sql`SELECT reason, note, resolution, created_at, resolved_at FROM complaints WHERE reporter_id = ${id} ORDER BY id`,
  ),
];

/** What organizers keep about whoever has the address, and what either side said of the other. */
const visitSections = (email: string, now: Date): DataSection[] => [
  section(
    'registrations',
    Prisma.sql`SELECT r.id, e.title AS event, e.start_at, e.end_at, e.time_zone, e.location, concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')) AS organizer,
        r.status, r.is_remote, r.price, r.billed_amount, r.billed_at, r.refund_amount, r.refunded_at, r.created_at, r.confirmed_at, r.cancelled_at,
        r.cancelled_by, r.consented_at, r.consent_version, v.first_name, v.last_name, v.email_address AS email, v.phone_number AS phone
      FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN events e ON e.id = r.event_id JOIN accounts a ON a.id = r.organizer_id
      WHERE lower(v.email_address) = lower(${email}) ORDER BY r.id`,
  ),
  section(
    'ratings-given',
    Prisma.sql`SELECT e.title AS event, o.stars, o.content, o.organization, o.place, o.words, o.created_at, o.updated_at, o.published_at, o.reply,
        o.replied_at, o.hidden_at, o.hidden_reason
      FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN event_ratings o ON o.registration_id = r.id JOIN events e ON e.id = r.event_id
      WHERE lower(v.email_address) = lower(${email}) ORDER BY o.id`,
  ),
  section(
    'ratings-received',
    Prisma.sql`SELECT e.title AS event, o.stars, o.presence, o.published_at
      FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN participant_ratings o ON o.registration_id = r.id JOIN events e ON e.id = r.event_id
      WHERE lower(v.email_address) = lower(${email}) AND o.published_at <= ${now}::timestamptz ORDER BY o.id`,
  ),
];

const communitySections = (id: number): DataSection[] => [
  section(
    'groups',
    Prisma.sql`SELECT g.name AS "group", g.slug, m.role, m.joined_at, m.wants_event_mails, m.muted_until
      FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.account_id = ${id} ORDER BY m.joined_at, g.id`,
  ),
  section(
    'group-requests',
    Prisma.sql`SELECT g.name AS "group", g.slug, q.words, q.created_at FROM group_requests q JOIN groups g ON g.id = q.group_id
      WHERE q.account_id = ${id} ORDER BY q.created_at`,
  ),
  section(
    'group-bans',
    Prisma.sql`SELECT g.name AS "group", g.slug, b.reason, b.created_at FROM group_bans b JOIN groups g ON g.id = b.group_id
      WHERE b.account_id = ${id} ORDER BY b.created_at`,
  ),
  section(
    'group-mutes',
    Prisma.sql`SELECT g.name AS "group", g.slug, u.muted_until FROM group_mutes u JOIN groups g ON g.id = u.group_id
      WHERE u.account_id = ${id} ORDER BY u.muted_until`,
  ),
  section(
    'follows',
    Prisma.sql`SELECT nullif(concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')), '') AS organizer, g.name AS "group", f.created_at
      FROM follows f LEFT JOIN accounts a ON a.id = f.organizer_id LEFT JOIN groups g ON g.id = f.group_id WHERE f.account_id = ${id} ORDER BY f.id`,
  ),
  section(
    'discussions',
    Prisma.sql`SELECT d.id, g.name AS "group", d.title, d.created_at FROM discussions d JOIN groups g ON g.id = d.group_id
      WHERE d.author_id = ${id} ORDER BY d.id`,
  ),
  section(
    'posts',
    Prisma.sql`SELECT p.id, g.name AS "group", d.title AS discussion, p.body, p.created_at, p.edited_at, p.deleted_at, p.hidden_at, p.hidden_reason
      FROM posts p JOIN discussions d ON d.id = p.discussion_id JOIN groups g ON g.id = d.group_id WHERE p.author_id = ${id} ORDER BY p.id`,
  ),
];

/** What they did in webinars, as a host, a member of a group or by a registration. */
const webinarSections = ({ id, email }: DataSubject): DataSection[] => {
  const theirs = Prisma.sql`JOIN webinar_viewers x ON x.id = t.viewer_id JOIN events e ON e.id = x.event_id LEFT JOIN reg_for_the_event r ON r.id = x.registration_id
    LEFT JOIN visitors v ON v.id = r.visitor_id WHERE (x.account_id = ${id} OR lower(v.email_address) = lower(${email}))`;
  return [
    section(
      'webinars',
      Prisma.sql`SELECT e.title AS event, x.name, x.first_seen_at, x.last_seen_at, x.watched_seconds, x.muted_at, x.removed_at
        FROM (SELECT id AS viewer_id FROM webinar_viewers) t ${theirs} ORDER BY x.id`,
    ),
    section(
      'webinar-messages',
      Prisma.sql`SELECT e.title AS event, t.body, t.at, t.hidden_at FROM webinar_messages t ${theirs} ORDER BY t.id`,
    ),
    section(
      'webinar-questions',
      Prisma.sql`SELECT e.title AS event, t.body, t.votes, t.at, t.answered_at, t.hidden_at FROM webinar_questions t ${theirs} ORDER BY t.id`,
    ),
    section(
      'webinar-votes',
      Prisma.sql`SELECT e.title AS event, q.body AS question, t.at FROM webinar_questions q JOIN webinar_votes t ON t.question_id = q.id ${theirs} ORDER BY t.at`,
    ),
    section(
      'webinar-poll-votes',
      Prisma.sql`SELECT e.title AS event, p.question, ARRAY(SELECT p.options[c + 1] FROM unnest(t.choices) c) AS choices, t.at
        FROM webinar_polls p JOIN webinar_poll_votes t ON t.poll_id = p.id ${theirs} ORDER BY t.at`,
    ),
  ];
};

const mailSections = ({ id, email }: DataSubject): DataSection[] => [
  section(
    'notifications',
    Prisma.sql`SELECT kind, payload, link, read_at, created_at FROM notifications WHERE account_id = ${id} ORDER BY id`,
  ),
  section('mail-settings', Prisma.sql`SELECT kind, by_mail, on_site FROM news_settings WHERE account_id = ${id} ORDER BY kind`),
  section(
    'mails',
    Prisma.sql`SELECT m.kind, e.title AS event, m.state, m.created_at, m.sent_at FROM mails m LEFT JOIN events e ON e.id = m.event_id
      WHERE ${email === null ? Prisma.sql`m.payload @> ${JSON.stringify({ accountId: id })}::jsonb` : Prisma.sql`lower(m.recipient) = lower(${email})`}
      ORDER BY m.id`,
  ),
];

/** What an organizer runs. People in their lists are not their data, and come in reports. */
const organizerSections = (id: number): DataSection[] => [
  section(
    'events',
    Prisma.sql`SELECT e.id, e.title, e.status, e.description, e.start_at, e.end_at, e.time_zone, e.format, e.location, e.online_url, t.slug AS topic, e.tags,
        g.name AS "group", e.members_only, e.visitor_limit, e.price, e.online_limit, e.online_price, s.seats_taken, s.online_taken, e.cover_id, e.cancel_reason,
        e.cancelled_at, e.created_at, e.updated_at
      FROM events e JOIN event_seats s ON s.event_id = e.id LEFT JOIN topics t ON t.id = e.topic_id LEFT JOIN groups g ON g.id = e.group_id
      WHERE e.organizer_id = ${id} ORDER BY e.id`,
  ),
  section(
    'expenses',
    Prisma.sql`SELECT e.title AS event, x.title, x.amount, x.spent_at FROM expenses x JOIN events e ON e.id = x.event_id
      WHERE e.organizer_id = ${id} ORDER BY x.id`,
  ),
  section(
    'saved-reports',
    Prisma.sql`SELECT name, choices, schedule, file_format, created_at FROM saved_reports WHERE account_id = ${id} ORDER BY id`,
  ),
];
