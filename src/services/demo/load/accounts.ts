import type { Transaction } from '../../../db.ts';
import { PRIVACY_VERSION } from '../../../policies/privacy.ts';
import { admin, organizerKeys, organizers, participant } from '../people/known.ts';
import { ACCOUNTS, demoPeople, nameOf } from '../people/index.ts';
import { speakers } from '../people/speakers.ts';
import { seeded } from '../seeded.ts';
import { DAY_MS, before } from '../times.ts';
import { insertRows, insertWithIds } from './insert.ts';
import { known } from './world.ts';
import type { World } from './world.ts';

const FIRST_PRIVACY_VERSION = '2026-11-01';
const cities = ['Москва', 'Москва', 'Москва', 'Химки', 'Мытищи', 'Казань', 'Санкт-Петербург', ''];

/** Makes everybody's account, profile and topics; all accounts have the same password. */
export async function loadAccounts(
  tx: Transaction,
  passwordHash: string,
  now: Date,
): Promise<Pick<World, 'accounts' | 'accountsSince' | 'topics' | 'rootTopics'>> {
  const people = everybody(now).map((one) => ({ ...one, passwordHash, emailConfirmedAt: one.createdAt, consentedAt: one.createdAt }));
  const ids = await insertWithIds(tx, 'accounts', people);
  const accounts = new Map(people.map((one, n) => [nameOf(one), ids[n]!]));
  const accountsSince = new Map(people.map((one) => [nameOf(one), one.createdAt]));
  const tree = await tx.topic.findMany({ select: { id: true, slug: true, parent: { select: { slug: true } } } });
  const topics = new Map(tree.map(({ id, slug }) => [slug, id]));
  const profiles = profilesOfAll(accounts);
  const wishes = profiles.flatMap(({ row: { accountId }, topics: slugs }) =>
    slugs.map((slug) => ({ accountId, topicId: known(topics, slug) })),
  );
  await insertRows(
    tx,
    'profiles',
    profiles.map(({ row }) => row),
  );
  await insertRows(tx, 'account_topics', wishes);
  const rootTopics = new Map(tree.map(({ slug, parent }) => [slug, parent?.slug ?? slug]));
  return { accounts, accountsSince, topics, rootTopics };
}

/** Eight organizers, an admin and three hundred participants. The known ones agreed to what is said of their data today, many others long ago. */
function everybody(now: Date) {
  const random = seeded(11);
  const hosts = organizerKeys.map((key) => ({ ...pick(organizers[key]), role: 'organizer', createdAt: before(now, 1100 * DAY_MS) }));
  const others = demoPeople
    .slice(0, ACCOUNTS)
    .map((person) => ({ ...pick(person), role: 'participant', createdAt: before(now, (120 + random() * 800) * DAY_MS) }));
  return [...hosts, { ...admin, role: 'admin', createdAt: before(now, 1100 * DAY_MS) }, ...others].map((one) => ({
    ...one,
    consentVersion: one.email.endsWith('@example.org') || random() < 0.4 ? PRIVACY_VERSION : FIRST_PRIVACY_VERSION,
  }));
}

const pick = ({ email, firstName, lastName }: { email: string; firstName: string; lastName: string }) => ({ email, firstName, lastName });

/** Whoever said something of themselves, and a part of the crowd with a city and topics only. */
function profilesOfAll(accounts: Map<string, number>) {
  const hosts = organizerKeys.map((key) => ({ ...organizers[key], name: nameOf(organizers[key]), seenBy: 'everyone', showsPlans: false }));
  const said = speakers.map((one, n) => ({ links: one.link ? [one.link] : [], seenBy: 'logged_in', showsPlans: n % 3 === 0, ...one }));
  const self = { ...participant, name: nameOf(participant), links: [], seenBy: 'logged_in', showsPlans: true };
  return [...hosts, self, ...said, ...profilesOfCrowd()].map((one) => ({
    row: {
      accountId: known(accounts, one.name),
      about: ('about' in one && one.about) || '',
      city: one.city,
      links: [...one.links],
      visibility: one.seenBy,
      showsPlans: one.showsPlans,
    },
    topics: [...one.topics],
  }));
}

function profilesOfCrowd() {
  const random = seeded(12);
  const crowd = demoPeople.slice(speakers.length + 1, ACCOUNTS);
  const all = [...new Set(speakers.flatMap(({ topics }) => topics))];
  return crowd
    .filter(() => random() < 0.7)
    .map((person) => ({
      name: nameOf(person),
      city: cities[Math.floor(random() * cities.length)]!,
      links: [],
      seenBy: random() < 0.15 ? 'hidden' : random() < 0.4 ? 'everyone' : 'logged_in',
      showsPlans: random() < 0.2,
      topics: [...new Set([0, 1, 2].map(() => all[Math.floor(random() ** 2 * all.length)]!))],
    }));
}
