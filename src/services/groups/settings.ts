import { db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { changePicture } from '../media/save.ts';
import type { PictureChange } from '../media/save.ts';
import { groupMotif } from './found.ts';
import type { GroupInput } from './found.ts';

interface EditedGroup {
  id: number;
  topicId: number;
  coverMotif: string;
  coverId: string | null;
}

/**
 * Saves what a group says of itself; its address stays. The generated cover changes only with the topic.
 * @throws InvalidField for an unknown topic
 * @throws RefusedPicture for what is no picture
 * @throws Conflict for a closed group
 */
export async function updateGroup(accountId: number, group: EditedGroup, input: GroupInput, picture: PictureChange): Promise<void> {
  const motif = await groupMotif(input);
  const coverMotif = group.topicId === input.topicId && group.coverMotif ? group.coverMotif : motif;
  await changePicture(db, { accountId, purpose: 'group', current: group.coverId }, picture, async (coverId) => {
    const { count } = await db.group.updateMany({ where: { id: group.id, archivedAt: null }, data: { ...input, coverMotif, coverId } });
    if (count === 0) throw new Conflict('group_archived');
  });
}
