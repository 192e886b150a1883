import { nameOf, demoPeople, ACCOUNTS } from '../people/index.ts';
import { organizers, participant } from '../people/known.ts';
import { speakers } from '../people/speakers.ts';
import { demoDiscussions } from '../discussions/index.ts';
import { demoGroups } from '../groups.ts';
import type { DemoGroup } from '../groups.ts';
import { seeded, shuffled } from '../seeded.ts';
import { DAY_MS, HOUR_MS, before } from '../times.ts';
import { insertRows } from './insert.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

type Base = Pick<World, 'tx' | 'now' | 'accounts' | 'accountsSince' | 'topics'>;
interface Member {
  name: string;
  role: 'leader' | 'moderator' | 'member';
  joinedAt: Date;
}

/** Founds the groups with their members, requests and bans. */
export async function loadGroups(world: Base): Promise<Pick<World, 'groups' | 'members'>> {
  const rows = await world.tx.group.createManyAndReturn({
    data: demoGroups.map((group) => ({
      slug: group.slug,
      name: group.name,
      about: group.about,
      rules: group.rules,
      city: group.city,
      topicId: known(world.topics, group.topic),
      coverMotif: group.motif,
      joinPolicy: group.byRequest ? 'request' : 'open',
      isDiscussionPublic: !group.isDiscussionClosed,
      createdAt: before(world.now, group.age * DAY_MS),
    })),
    select: { id: true, slug: true },
  });
  const groups = new Map(rows.map(({ id, slug }) => [slug, id]));
  const members = new Map(demoGroups.map((group, n) => [group.slug, membersOf(group, n, world)]));
  await insertRows(
    world.tx,
    'group_members',
    demoGroups.flatMap((group) => memberRows(group, known(members, group.slug), world, groups)),
  );
  await world.tx.groupRequest.createMany({
    data: demoGroups.flatMap(({ slug, requests = [] }) =>
      requests.map(({ name, hoursAgo, words }) => ({
        ...idsOf(world, groups, slug, name),
        words,
        createdAt: before(world.now, hoursAgo * HOUR_MS),
      })),
    ),
  });
  await world.tx.groupBan.createMany({
    data: demoGroups.flatMap(({ slug, leaders, bans = [] }) =>
      bans.map(({ name, daysAgo, reason }) => ({
        ...idsOf(world, groups, slug, name),
        reason,
        bannedById: known(world.accounts, nameOf(organizers[leaders[0]!])),
        createdAt: before(world.now, daysAgo * DAY_MS),
      })),
    ),
  });
  return { groups, members: new Map([...members].map(([slug, all]) => [slug, all.map(({ name }) => name)])) };
}

const idsOf = (world: Base, groups: Map<string, number>, slug: string, name: string) => ({
  groupId: known(groups, slug),
  accountId: known(world.accounts, name),
});

function memberRows(group: DemoGroup, members: Member[], world: Base, groups: Map<string, number>) {
  const random = seeded(group.age);
  return members.map(({ name, role, joinedAt }) => ({
    ...idsOf(world, groups, group.slug, name),
    role,
    joinedAt,
    wantsEventMails: role !== 'member' || random() < 0.85,
  }));
}

/** Those who lead and help, those who write, those whose topic it is, and others until there are enough. */
function membersOf(group: DemoGroup, n: number, world: Base): Member[] {
  const random = seeded(100 + n);
  const leaders = group.leaders.map((key) => nameOf(organizers[key]));
  const away = new Set([...(group.requests ?? []), ...(group.bans ?? [])].map(({ name }) => name));
  const authors = demoDiscussions.filter(({ group: slug }) => slug === group.slug).flatMap(({ posts }) => posts.map(({ by }) => by));
  const friends = speakers.filter(({ topics }) => topics.includes(group.topic)).map(({ name }) => name);
  const crowd = shuffled(demoPeople.slice(speakers.length + 1, ACCOUNTS), random).map(nameOf);
  const close = [...leaders, ...group.moderators, ...(group.hasParticipant ? [nameOf(participant)] : []), ...authors, ...friends];
  const names = [...new Set([...close, ...crowd])].filter((name) => !away.has(name)).slice(0, Math.max(group.members, new Set(close).size));
  const founded = before(world.now, group.age * DAY_MS);
  return names
    .map((name): Member => {
      if (leaders.includes(name)) return { name, role: 'leader', joinedAt: founded };
      const since = Math.max(founded.getTime(), known(world.accountsSince, name).getTime());
      const joinedAt = new Date(since + random() * (world.now.getTime() - since - (close.includes(name) ? 60 : 1) * DAY_MS));
      return { name, role: group.moderators.includes(name) ? 'moderator' : 'member', joinedAt };
    })
    .toSorted((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime());
}
