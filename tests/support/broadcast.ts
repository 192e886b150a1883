import { createHmac, randomUUID } from 'node:crypto';
import { db } from '../../src/db.ts';
import { createAccount, createEvent } from './factories.ts';

/** A box of an mp4 with these parts in it. */
export function box(type: string, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}

const track = (kind: string) => box('trak', box('mdia', box('minf', box('stbl', box('stsd', Buffer.alloc(8), box(kind))))));

/** The form of an init segment, without a picture to decode. */
export const initBytes = (...kinds: string[]): Buffer =>
  Buffer.concat([box('ftyp', Buffer.from('iso5')), box('moov', box('mvhd'), ...kinds.map(track))]);

/** The form of a segment; `size` is that of its data. */
export const segmentBytes = (size = 1000, fill = 1): Buffer =>
  Buffer.concat([box('moof', box('mfhd')), box('mdat', Buffer.alloc(size, fill))]);

/** An online event with a webinar here, which begins in an hour unless told otherwise. */
export async function createWebinar(given: Parameters<typeof createEvent>[0] = {}) {
  const organizerId = given.organizerId ?? (await createAccount({ role: 'organizer' })).id;
  const event = await createEvent({ ...given, organizerId, format: 'online' });
  await db.event.update({ where: { id: event.id }, data: { hasWebinar: true, onlineUrl: '' } });
  await db.webinar.create({ data: { eventId: event.id } });
  return { ...event, organizerId };
}

/** The Cookie header of a browser that has entered the room; as a host unless told otherwise. */
export function passCookie(eventId: number, { viewerId = 1, device = randomUUID() as string, role = 'host' } = {}): string {
  const value = [viewerId, device, role, Date.now() + 3_600_000].join(' ');
  const signature = createHmac('sha256', process.env['SESSION_SECRET']!).update(value).digest('base64').replace(/=+$/, '');
  return `webinar-${eventId}=${encodeURIComponent(`s:${value}.${signature}`)}`;
}
