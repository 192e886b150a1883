import slugify from '@sindresorhus/slugify';
import { db, sqlStateOf } from '../../db.ts';
import { Conflict, InvalidField, NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import { forgetCatalogue } from '../events/catalogue.ts';
import { forgetTopics } from '../events/topics.ts';

export interface TopicInput {
  nameRu: string;
  nameEn: string;
  icon: string;
  position: number;
  /** Null for one at the top. */
  parentId: number | null;
}

/** A topic and what hangs on it. */
export interface EditedTopic extends TopicInput {
  id: number;
  slug: string;
  events: number;
  groups: number;
  children: number;
}

/**
 * One topic by its id.
 * @throws NotFound if there is none
 */
export async function getTopic(id: number): Promise<EditedTopic> {
  const topic = await db.topic.findUnique({
    where: { id },
    include: { _count: { select: { events: true, groups: true, children: true } } },
  });
  if (!topic) throw new NotFound();
  const { _count, ...rest } = topic;
  return { ...rest, ..._count };
}

/**
 * Adds a topic; its address is made of the English name and stays.
 * @throws InvalidField if there is one of that address, or the one above is not at the top
 */
export async function createTopic(input: TopicInput): Promise<{ id: number }> {
  const slug = slugOf(input.nameEn);
  if (slug === '') throw new InvalidField('name_en', 'latin');
  return writing(() => db.topic.create({ data: { ...input, slug }, select: { id: true } }));
}

/**
 * Renames, moves or redraws a topic.
 * @throws InvalidField if the one above is not at the top, or this one has some below it
 * @throws NotFound if there is none
 */
export const updateTopic = (id: number, input: TopicInput): Promise<{ id: number }> =>
  writing(() => db.topic.update({ where: { id }, data: input, select: { id: true } }));

/**
 * Deletes a topic that nothing has; people who were interested in it no longer are.
 * @throws Conflict if there are events, groups or topics below it
 */
export async function deleteTopic(id: number): Promise<void> {
  try {
    await db.topic.deleteMany({ where: { id } });
  } catch (error) {
    throw codeOf(error) === 'P2003' ? new Conflict('topic_in_use') : error;
  }
  forgetTopics();
}

const LONGEST_SLUG = 40;

const slugOf = (name: string): string => slugify(name).slice(0, LONGEST_SLUG).replace(/-+$/, '');

const codeOf = (error: unknown): string => (error instanceof Prisma.PrismaClientKnownRequestError ? error.code : '');

async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw refusalOf(error) ?? error;
  } finally {
    forgetTopics();
    forgetCatalogue();
  }
}

/** What the database says in the words of the form. */
function refusalOf(error: unknown): Error | undefined {
  if (sqlStateOf(error) === 'TS030') return new InvalidField('parent_id', 'level');
  const refusals: Record<string, Error> = {
    P2002: new InvalidField('name_en', 'taken'),
    P2003: new InvalidField('parent_id', 'parent'),
    P2025: new NotFound(),
  };
  return refusals[codeOf(error)];
}
