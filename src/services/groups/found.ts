import slugify from '@sindresorhus/slugify';
import { db, sqlStateOf } from '../../db.ts';
import { InvalidField } from '../../errors.ts';
import { motifFor } from '../../formats/covers/index.ts';
import { Prisma } from '../../generated/client.ts';
import type { JoinPolicy } from '../../policies/groups.ts';
import { listTopics } from '../events/topics.ts';
import { changePicture } from '../media/save.ts';
import type { PictureChange } from '../media/save.ts';

/** A group as its leader describes it. */
export interface GroupInput {
  name: string;
  topicId: number;
  city: string;
  about: string;
  rules: string;
  joinPolicy: JoinPolicy;
  isDiscussionPublic: boolean;
}

/** Addresses of the site's own pages. */
const taken = ['new', 'mine'];
const MOST_TRIES = 50;

/**
 * Founds a group that the account leads. Its address is the given slug, or is made of the name.
 * @throws InvalidField for an unknown topic, or a slug that another group has
 * @throws RefusedPicture for what is no picture
 */
export async function foundGroup(
  leaderId: number,
  { slug, ...input }: GroupInput & { slug: string },
  picture: PictureChange,
): Promise<{ slug: string }> {
  const coverMotif = await groupMotif(input);
  const own = slug || (await freeSlug(input.name));
  return changePicture(db, { accountId: leaderId, purpose: 'group', current: null }, picture, async (coverId) => {
    try {
      const data = { ...input, slug: own, coverMotif, coverId, members: { create: { accountId: leaderId, role: 'leader' } } };
      return await db.group.create({ data, select: { slug: true } });
    } catch (error) {
      throw isTaken(error) ? new InvalidField('slug', 'slug_taken') : error;
    }
  });
}

const isTaken = (error: unknown): boolean =>
  sqlStateOf(error) === '23505' || (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002');

/**
 * The motif of a group's generated cover.
 * @throws InvalidField for an unknown topic
 */
export async function groupMotif({ topicId, name }: { topicId: number; name: string }): Promise<string> {
  const topic = (await listTopics()).find(({ id }) => id === topicId);
  if (!topic) throw new InvalidField('topic_id', 'topic');
  return motifFor(topic.rootSlug, name, name);
}

/** The name in Latin letters, with a number if others are called the same. */
async function freeSlug(name: string): Promise<string> {
  const stem = slugOf(name);
  const others = await db.group.findMany({ where: { slug: { startsWith: stem } }, select: { slug: true } });
  const used = new Set([...taken, ...others.map(({ slug }) => slug)]);
  const numbered = Array.from({ length: MOST_TRIES }, (_, index) => (index === 0 ? stem : `${stem}-${index + 1}`));
  return numbered.find((slug) => !used.has(slug)) ?? `${stem}-${Date.now().toString(36)}`;
}

/** Room is left for a number. An address of digits alone would look like an id, and some names have not a letter that slugs know. */
function slugOf(name: string): string {
  const slug = slugify(name, { decamelize: false }).replace(/[^a-z0-9-]/g, '');
  const own = /[a-z]/.test(slug) ? slug : `group-${slug}`;
  return own.slice(0, 48).replace(/^-+|-+$/g, '');
}
