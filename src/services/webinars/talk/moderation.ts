import { db } from '../../../db.ts';
import type { Transaction } from '../../../db.ts';
import { NotFound } from '../../../errors.ts';
import { forgetSaid, logRoom } from '../log.ts';

/** How the hosts want people to talk. */
export interface TalkRules {
  slowModeSeconds: number;
  blockedWords: string[];
}

/** Hosts who change that of which there is one in a room, the pinned question or the open poll, take turns. */
export async function lockRoom(tx: Transaction, eventId: number): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM webinars WHERE event_id = ${eventId} FOR NO KEY UPDATE`;
}

/**
 * Lets a viewer only read, or write again.
 * @throws NotFound for who is no viewer of this webinar; hosts cannot be muted
 */
export function muteViewer(eventId: number, viewerId: number, isMuted: boolean, now = new Date()): Promise<void> {
  return db.$transaction(async (tx) => {
    await changeViewer(tx, eventId, viewerId, { mutedAt: isMuted ? now : null });
    await logRoom(tx, eventId, 'muted', { viewerId, isMuted });
  });
}

/**
 * Sends a viewer away with all that they said, or lets them in again: then what they said stays hidden.
 * @throws NotFound as for muting
 */
export function removeViewer(eventId: number, viewerId: number, isRemoved: boolean, now = new Date()): Promise<void> {
  return db.$transaction(async (tx) => {
    await changeViewer(tx, eventId, viewerId, { removedAt: isRemoved ? now : null });
    if (isRemoved) await tx.webinarMessage.updateMany({ where: { eventId, viewerId, hiddenAt: null }, data: { hiddenAt: now } });
    if (isRemoved) await tx.webinarQuestion.updateMany({ where: { eventId, viewerId, hiddenAt: null }, data: { hiddenAt: now } });
    if (isRemoved) await forgetSaid(tx, eventId, { viewerId });
    await logRoom(tx, eventId, 'removed', { viewerId, isRemoved });
  });
}

async function changeViewer(tx: Transaction, eventId: number, id: number, data: { mutedAt?: Date | null; removedAt?: Date | null }) {
  const { count } = await tx.webinarViewer.updateMany({ where: { id, eventId, registrationId: { not: null } }, data });
  if (count === 0) throw new NotFound();
}

/** Whom the hosts of a webinar asked to be silent or sent away, by name. */
export async function listSilenced(eventId: number): Promise<{ id: number; name: string; isRemoved: boolean }[]> {
  const rows = await db.webinarViewer.findMany({
    where: { eventId, OR: [{ mutedAt: { not: null } }, { removedAt: { not: null } }] },
    select: { id: true, name: true, removedAt: true },
    orderBy: { name: 'asc' },
    take: 100,
  });
  return rows.map(({ id, name, removedAt }) => ({ id, name, isRemoved: removedAt !== null }));
}

export async function readTalkRules(eventId: number): Promise<TalkRules> {
  const rules = await db.webinar.findUnique({ where: { eventId }, select: { slowModeSeconds: true, blockedWords: true } });
  return rules ?? { slowModeSeconds: 0, blockedWords: [] };
}

/** Changes how people may talk from now on; the words themselves are told to nobody. */
export function setTalkRules(eventId: number, rules: TalkRules): Promise<void> {
  return db.$transaction(async (tx) => {
    await tx.webinar.update({ where: { eventId }, data: rules, select: { eventId: true } });
    await logRoom(tx, eventId, 'settings', { slowModeSeconds: rules.slowModeSeconds });
  });
}
