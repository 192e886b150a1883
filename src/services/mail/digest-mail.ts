import { config } from '../../config.ts';
import { digestMail } from '../../presenters/digest.ts';
import type { Words } from '../../presenters/formatter.ts';
import { siteDate } from '../../presenters/own-reports/dates.ts';
import { digestDay, findDigestReader, listDigestTopics } from '../discussions/digest.ts';
import type { MailContent } from './content.ts';
import type { ClaimedMail } from './outbox.ts';
import { stopHeaders, stopUrl } from './stop.ts';

/** What others wrote within the day of the digest and is still there. Null if nothing is, or if the digest is not wanted any more. */
export async function digestContent(mail: ClaimedMail, words: Words): Promise<MailContent | null> {
  const { accountId, day } = (mail.payload ?? {}) as { accountId?: unknown; day?: unknown };
  if (typeof accountId !== 'number' || typeof day !== 'string') return null;
  const reader = await findDigestReader(accountId);
  if (!reader || reader.email.toLowerCase() !== mail.recipient.toLowerCase()) return null;
  const window = digestDay(day);
  const topics = await listDigestTopics(accountId, window);
  if (topics.length === 0) return null;
  const { posts, ...values } = digestMail(topics, words, config.baseUrl);
  const stop = stopUrl(reader.mailToken, 'group_digest');
  return {
    toName: `${reader.firstName} ${reader.lastName}`,
    say: { name: reader.firstName, posts, date: siteDate(window.until, words), first: topics[0]!.title, group: topics[0]!.groupName },
    values: { ...values, stop },
    attachments: [],
    headers: stopHeaders(stop),
  };
}
