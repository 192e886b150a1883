import { config } from '../../config.ts';
import { groupEventMail } from '../../presenters/group-event-mail.ts';
import type { Words } from '../../presenters/formatter.ts';
import { findAnnouncement } from '../groups/announcement.ts';
import type { MailContent } from './content.ts';
import type { ClaimedMail } from './outbox.ts';
import { stopHeaders, stopUrl } from './stop.ts';

/** What the mail about a new event of a group says. Null if the event is called off or over, or the reader has left or wants no such mails. */
export async function groupEventContent(mail: ClaimedMail, words: Words, now: Date): Promise<MailContent | null> {
  const { accountId, eventId } = (mail.payload ?? {}) as { accountId?: unknown; eventId?: unknown };
  if (typeof accountId !== 'number' || typeof eventId !== 'number') return null;
  const event = await findAnnouncement(eventId, accountId, now);
  if (!event || event.email.toLowerCase() !== mail.recipient.toLowerCase()) return null;
  const stop = stopUrl(event.mailToken, `group-${event.groupId}`);
  const { say, ...values } = groupEventMail(event, words, config.baseUrl);
  return {
    toName: `${event.firstName} ${event.lastName}`,
    say,
    values: { ...values, stop },
    attachments: [],
    headers: stopHeaders(stop),
  };
}
