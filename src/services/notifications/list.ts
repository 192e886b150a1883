import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';

export interface ShownNotice {
  id: number;
  kind: string;
  payload: Record<string, string | number>;
  readAt: Date | null;
  createdAt: Date;
}

const NOTICES_ON_PAGE = 30;

/** One page of somebody's notices, the latest first; `next` continues it, null at the end. */
export async function listNotices(
  accountId: number,
  before: number | null = null,
): Promise<{ notices: ShownNotice[]; next: number | null }> {
  const found = await db.notification.findMany({
    where: { accountId, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: NOTICES_ON_PAGE + 1,
    select: { id: true, kind: true, payload: true, readAt: true, createdAt: true },
  });
  const notices = found.slice(0, NOTICES_ON_PAGE) as ShownNotice[];
  return { notices, next: found.length > NOTICES_ON_PAGE ? notices.at(-1)!.id : null };
}

/**
 * Marks a notice as read; gives where it leads.
 * @throws NotFound if there is none, or it is somebody else's
 */
export async function openNotice(accountId: number, id: number, now = new Date()): Promise<string> {
  const notice = await db.notification.findFirst({ where: { id, accountId }, select: { link: true, readAt: true } });
  if (!notice) throw new NotFound();
  if (notice.readAt === null) await db.notification.updateMany({ where: { id, accountId, readAt: null }, data: { readAt: now } });
  return notice.link;
}

/** Marks all notices up to one as read: what came after the page was opened stays new. */
export async function markRead(accountId: number, upTo: number, now = new Date()): Promise<void> {
  await db.notification.updateMany({ where: { accountId, id: { lte: upTo }, readAt: null }, data: { readAt: now } });
}
