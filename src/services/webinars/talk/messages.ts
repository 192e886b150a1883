import { db } from '../../../db.ts';
import type { Transaction } from '../../../db.ts';
import { Conflict, InvalidField, NotFound } from '../../../errors.ts';
import { forgetSaid, logRoom } from '../log.ts';

/** A message of the chat as everybody reads it. */
export interface ChatMessage {
  id: number;
  viewerId: number;
  name: string;
  isHost: boolean;
  body: string;
  at: Date;
}

interface Speaker {
  name: string;
  isHost: boolean;
  mutedAt: Date | null;
  removedAt: Date | null;
  blockedWords: string[];
  slowModeSeconds: number;
  lastAt: Date | null;
}

/**
 * Says something in the chat of a webinar.
 * @throws Conflict for who was muted or sent away, InvalidField for words that the hosts do not want and for one message after another in slow mode
 */
export function postMessage(eventId: number, viewerId: number, body: string, now = new Date()): Promise<ChatMessage> {
  return db.$transaction(async (tx) => {
    const speaker = await lockSpeaker(tx, eventId, viewerId);
    assertMaySpeak(speaker, body);
    const isSlow = speaker.slowModeSeconds > 0 && !speaker.isHost;
    const waitMs = !isSlow || !speaker.lastAt ? 0 : speaker.lastAt.getTime() + speaker.slowModeSeconds * 1000 - now.getTime();
    if (waitMs > 0) throw new InvalidField('body', 'slow_mode', { count: Math.ceil(waitMs / 1000) });
    const { id } = await tx.webinarMessage.create({ data: { eventId, viewerId, body, at: now }, select: { id: true } });
    const message = { id, viewerId, name: speaker.name, isHost: speaker.isHost, body, at: now };
    await logRoom(tx, eventId, 'message', message);
    return message;
  });
}

/**
 * Somebody who wants to say something, one thing after another.
 * @throws NotFound for who is not in the room
 */
export async function lockSpeaker(tx: Transaction, eventId: number, viewerId: number): Promise<Speaker> {
  const [speaker] = await tx.$queryRaw<Speaker[]>`
    SELECT v.name, v.account_id IS NOT NULL AS "isHost", v.muted_at AS "mutedAt", v.removed_at AS "removedAt", w.blocked_words AS "blockedWords",
      w.slow_mode_seconds AS "slowModeSeconds", (SELECT max(m.at) FROM webinar_messages m WHERE m.viewer_id = v.id) AS "lastAt"
    FROM webinar_viewers v JOIN webinars w ON w.event_id = v.event_id
    WHERE v.id = ${viewerId} AND v.event_id = ${eventId} FOR UPDATE OF v`;
  if (!speaker) throw new NotFound();
  return speaker;
}

/** @throws Conflict for who was muted or sent away, InvalidField for words that the hosts do not want */
export function assertMaySpeak({ mutedAt, removedAt, blockedWords, isHost }: Speaker, body: string): void {
  if (removedAt) throw new Conflict('webinar_removed');
  if (mutedAt) throw new Conflict('webinar_muted');
  if (!isHost && hasWord(body, blockedWords)) throw new InvalidField('body', 'blocked_word');
}

/** Whole words, in any case, letters with dots and accents like those without. */
function hasWord(body: string, words: string[]): boolean {
  const plain = (text: string) => text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
  const said = new Set(plain(body).match(/[\p{L}\p{N}]+/gu));
  return words.some((word) => said.has(plain(word)));
}

/**
 * Takes a message from everybody's eyes.
 * @throws NotFound if there is none
 */
export async function hideMessage(eventId: number, id: number, now = new Date()): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.webinarMessage.updateMany({ where: { id, eventId }, data: { hiddenAt: now } });
    if (count === 0) throw new NotFound();
    await forgetSaid(tx, eventId, { messageId: id });
    await logRoom(tx, eventId, 'message-hidden', { id });
  });
}

/** The latest messages before one (of all for null), in the order in which they were written. */
export async function listMessages(eventId: number, before: number | null = null, limit = 100): Promise<ChatMessage[]> {
  const messages = await db.$queryRaw<ChatMessage[]>`
    SELECT m.id, m.viewer_id AS "viewerId", v.name, v.account_id IS NOT NULL AS "isHost", m.body, m.at
    FROM webinar_messages m JOIN webinar_viewers v ON v.id = m.viewer_id
    WHERE m.event_id = ${eventId} AND m.hidden_at IS NULL AND (${before}::int IS NULL OR m.id < ${before}::int)
    ORDER BY m.id DESC LIMIT ${limit}`;
  return messages.reverse();
}
