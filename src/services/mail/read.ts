import { db } from '../../db.ts';
import { Prisma } from '../../generated/client.ts';

/** A mail of an event as its organizer sees it. */
export interface MailRow {
  id: number;
  kind: string;
  recipient: string;
  state: 'queued' | 'sending' | 'sent' | 'retry' | 'failed';
  attempts: number;
  /** When it is or was due. */
  runAt: Date;
  sentAt: Date | null;
  createdAt: Date;
  error: string | null;
}

export interface MailPage {
  rows: MailRow[];
  /** The id of the last row, or null when nothing follows. */
  next: number | null;
}

/** The mails of an event to its visitors, the newest first, those before the mail `before`. Addresses of a group's members are not the organizer's to know. */
export async function listEventMails(
  eventId: number,
  { before = null, limit = 50 }: { before?: number | null; limit?: number } = {},
): Promise<MailPage> {
  const rows = await db.$queryRaw<MailRow[]>`
    SELECT id, kind, recipient, state, attempts, run_at AS "runAt", sent_at AS "sentAt", created_at AS "createdAt", error
    FROM mails WHERE event_id = ${eventId} AND kind <> 'group-event' ${before === null ? Prisma.empty : Prisma.sql`AND id < ${before}`}
    ORDER BY id DESC LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? page.at(-1)!.id : null };
}
