import type { Transaction } from '../../db.ts';

/** Takes the notice of an answer back whose words are not for its reader any more: they stand in it. */
export async function takeBackReply(tx: Transaction, postId: number): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM notifications n USING posts x, posts q
    WHERE x.id = ${postId} AND q.id = x.reply_to_id AND n.account_id = q.author_id AND n.kind = 'reply' AND n.link = '/posts/' || x.id`;
}
