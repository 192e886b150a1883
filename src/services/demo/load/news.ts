import { demoPeople, nameOf, ACCOUNTS } from '../people/index.ts';
import { organizerKeys, organizers, participant } from '../people/known.ts';
import { seeded } from '../seeded.ts';
import { DAY_MS, HOUR_MS, before } from '../times.ts';
import { insertRows } from './insert.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

/** Who follows whom, and what those whose passwords are known have been told of all that happened. */
export async function loadNews(world: World): Promise<void> {
  await insertRows(world.tx, 'follows', followsOf(world));
  await loadNotices(world);
}

/** The demo participant follows two organizers and a group; a third of the others somebody they are not in a group with. */
function followsOf({ now, accounts, groups, members }: World) {
  const random = seeded(51);
  const self = known(accounts, nameOf(participant));
  const hosts = organizerKeys.map((key) => known(accounts, nameOf(organizers[key])));
  const others = demoPeople.slice(1, ACCOUNTS).map(nameOf);
  const slugs = [...groups.keys()];
  const crowd = others
    .filter(() => random() < 0.35)
    .flatMap((name) => {
      const createdAt = before(now, random() * 100 * DAY_MS);
      const organizerId = hosts[Math.floor(random() * hosts.length)]!;
      const slug = slugs[Math.floor(random() * slugs.length)]!;
      const isIn = known(members, slug).includes(name);
      const accountId = known(accounts, name);
      const ofGroup = { accountId, organizerId: null, groupId: known(groups, slug), createdAt };
      return [{ accountId, organizerId, groupId: null, createdAt }, ...(isIn ? [] : [ofGroup])];
    });
  const own = [
    { organizerId: known(accounts, nameOf(organizers.marina)) },
    { organizerId: known(accounts, nameOf(organizers.katya)) },
    { groupId: known(groups, 'fishka-i-kubik') },
  ].map((followed, n) => ({
    accountId: self,
    organizerId: null,
    groupId: null,
    ...followed,
    createdAt: before(now, (90 - 20 * n) * DAY_MS),
  }));
  return [...own, ...crowd];
}

/** Of everything that happened to the organizers, the participant and the admin the last ten notices. Older ones were seen within hours, complaints wait. */
const loadNotices = ({ tx, now, topics }: World) => tx.$executeRaw`
  WITH told AS (SELECT id FROM accounts WHERE email LIKE '%@example.org'),
  shown AS (SELECT a.id, concat_ws(' ', a.first_name, a.last_name) AS name FROM accounts a),
  raw AS (
    SELECT q.author_id AS account_id, 'reply' AS kind, '/posts/' || p.id AS link, p.created_at AS at,
      jsonb_build_object('name', s.name, 'title', d.title, 'excerpt', left(regexp_replace(p.body, '^> .*\n+|[*_\`]', '', 'g'), 100)) AS payload
    FROM posts p JOIN posts q ON q.id = p.reply_to_id JOIN discussions d ON d.id = p.discussion_id JOIN shown s ON s.id = p.author_id
    WHERE p.hidden_at IS NULL AND p.author_id <> q.author_id
    UNION ALL
    SELECT m.account_id, 'group-event', '/events/' || e.id, e.created_at, jsonb_build_object('title', e.title, 'organizer', s.name, 'group', g.name)
    FROM events e JOIN groups g ON g.id = e.group_id JOIN group_members m ON m.group_id = g.id AND m.account_id <> e.organizer_id
      JOIN shown s ON s.id = e.organizer_id
    WHERE e.status = 'published' AND e.end_at > ${now}
    UNION ALL
    SELECT f.account_id, 'followed-event', '/events/' || e.id, e.created_at, jsonb_build_object('title', e.title, 'organizer', s.name, 'group', coalesce(g.name, ''))
    FROM follows f JOIN events e ON e.organizer_id = f.organizer_id OR e.group_id = f.group_id JOIN shown s ON s.id = e.organizer_id
      LEFT JOIN groups g ON g.id = e.group_id
    WHERE e.status = 'published' AND NOT e.members_only AND e.end_at > ${now}
      AND NOT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = e.group_id AND m.account_id = f.account_id)
    UNION ALL
    SELECT m.account_id, 'group-request', '/groups/' || g.slug || '/requests', r.created_at, jsonb_build_object('group', g.name, 'name', s.name)
    FROM group_requests r JOIN groups g ON g.id = r.group_id JOIN shown s ON s.id = r.account_id
      JOIN group_members m ON m.group_id = g.id AND m.role IN ('leader', 'moderator')
    UNION ALL
    SELECT m.account_id, 'group-role', '/groups/' || g.slug, m.joined_at, jsonb_build_object('group', g.name, 'role', m.role)
    FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.role = 'moderator'
    UNION ALL
    SELECT a.id, 'rating-published', '/events/' || e.id || '#reviews', o.published_at, jsonb_build_object('title', e.title)
    FROM participant_ratings o JOIN reg_for_the_event r ON r.id = o.registration_id JOIN events e ON e.id = r.event_id
      JOIN visitors v ON v.id = r.visitor_id JOIN accounts a ON lower(a.email) = lower(v.email_address)
    WHERE o.published_at IS NOT NULL
    UNION ALL
    SELECT e.organizer_id, 'rating-published', '/events/' || e.id || '#reviews', min(o.published_at), jsonb_build_object('title', e.title)
    FROM event_ratings o JOIN events e ON e.id = o.event_id WHERE o.published_at IS NOT NULL GROUP BY e.id
    UNION ALL
    SELECT a.id, 'review-reply', '/events/' || e.id || '/reviews#review-' || o.id, o.replied_at, jsonb_build_object('title', e.title)
    FROM event_ratings o JOIN reg_for_the_event r ON r.id = o.registration_id JOIN events e ON e.id = r.event_id
      JOIN visitors v ON v.id = r.visitor_id JOIN accounts a ON lower(a.email) = lower(v.email_address)
    WHERE o.replied_at IS NOT NULL
    UNION ALL
    SELECT m.account_id, 'complaint', '/groups/' || g.slug || '/complaints', c.created_at, jsonb_build_object('title', d.title)
    FROM complaints c JOIN posts p ON p.id = c.post_id JOIN discussions d ON d.id = p.discussion_id JOIN groups g ON g.id = d.group_id
      JOIN group_members m ON m.group_id = g.id AND m.role IN ('leader', 'moderator') AND m.account_id NOT IN (p.author_id, c.reporter_id)
    UNION ALL
    SELECT a.id, 'complaint', '/admin/complaints', c.created_at, jsonb_build_object('title', e.title)
    FROM complaints c JOIN event_ratings o ON o.id = c.event_rating_id JOIN events e ON e.id = o.event_id JOIN accounts a ON a.role = 'admin'
    UNION ALL
    SELECT a.id, 'seat-promoted', '/registrations/' || r.id, ${before(now, 19 * HOUR_MS)}::timestamptz, jsonb_build_object('title', e.title)
    FROM events e JOIN reg_for_the_event r ON r.event_id = e.id AND r.status = 'registered' JOIN visitors v ON v.id = r.visitor_id
      JOIN accounts a ON lower(a.email) = lower(v.email_address)
    WHERE e.topic_id = ${known(topics, 'cinema')} AND e.end_at > ${now}
      AND EXISTS (SELECT 1 FROM reg_for_the_event w WHERE w.event_id = e.id AND w.status = 'waitlisted')
  ),
  last AS (
    SELECT raw.*, row_number() OVER (PARTITION BY account_id ORDER BY at DESC, link) AS place FROM raw JOIN told ON told.id = raw.account_id
    WHERE at < ${now}
  )
  INSERT INTO notifications (account_id, kind, payload, link, created_at, read_at)
  SELECT account_id, kind, payload, link, at, CASE WHEN kind <> 'complaint' AND at < ${before(now, 3 * DAY_MS)} THEN at + interval '7 hours' END
  FROM last WHERE place <= 10 ORDER BY at, account_id, link`;
