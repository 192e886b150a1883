import { config } from '../../config.ts';
import type { Words } from '../../presenters/formatter.ts';
import { recordingMail } from '../../presenters/recording-mail.ts';
import { findRecordingNews } from '../webinars/recording/mailing.ts';
import type { MailContent } from './content.ts';
import type { ClaimedMail } from './outbox.ts';
import { stopHeaders, stopUrl } from './stop.ts';

/** What the mail about the recording of a webinar says. Null once it is removed or shown to hosts only, or the registration is no more. */
export async function recordingContent(mail: ClaimedMail, words: Words): Promise<MailContent | null> {
  const news = mail.registrationId === null ? null : await findRecordingNews(mail.registrationId);
  if (!news) return null;
  const { say, ...values } = recordingMail(news, words, config.baseUrl);
  const stop = news.mailToken ? stopUrl(news.mailToken, 'recordings') : '';
  return {
    toName: `${news.firstName} ${news.lastName}`,
    say,
    values: { ...values, stop },
    attachments: [],
    ...(stop ? { headers: stopHeaders(stop) } : {}),
  };
}
