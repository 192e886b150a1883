import { config } from '../../config.ts';
import type { Message } from '../../adapters/message.ts';
import { isLocale, translator } from '../../i18n.ts';
import { isGone } from '../../policies/privacy.ts';
import { formatter } from '../../presenters/formatter.ts';
import type { Words } from '../../presenters/formatter.ts';
import { renderView } from '../../views.ts';
import { accountContent, accountDeletedContent, isAccountMail } from './account-mail.ts';
import { logo } from './attachments.ts';
import type { MailContent } from './content.ts';
import { digestContent } from './digest-mail.ts';
import { groupEventContent } from './group-event-mail.ts';
import type { ClaimedMail } from './outbox.ts';
import { isRegistrationMail } from './outdated.ts';
import { recordingContent } from './recording-mail.ts';
import { registrationContent } from './registration-mail.ts';
import { reportContent } from './report-mail.ts';

/**
 * Makes the message of a mail out of what is true at this moment, or null if the mail is outdated.
 * @throws Error for a kind that this version does not know
 */
export async function renderMail(mail: ClaimedMail, now: Date): Promise<Message | null> {
  if (isGone(mail.recipient)) return null;
  const locale = isLocale(mail.locale) ? mail.locale : config.defaultLocale;
  const words: Words = { locale, t: translator(locale), fmt: formatter(locale) };
  const content = await contentOf(mail, words, now);
  return content && compose(mail, words, content);
}

async function contentOf(mail: ClaimedMail, words: Words, now: Date): Promise<MailContent | null> {
  if (isRegistrationMail(mail.kind)) return registrationContent({ ...mail, kind: mail.kind }, words, now);
  if (isAccountMail(mail.kind)) return accountContent({ ...mail, kind: mail.kind }, words, now);
  if (mail.kind === 'account-deleted') return accountDeletedContent(mail, words);
  if (mail.kind === 'report') return reportContent(mail, words, now);
  if (mail.kind === 'group-digest') return digestContent(mail, words);
  if (mail.kind === 'group-event') return groupEventContent(mail, words, now);
  if (mail.kind === 'webinar-recording') return recordingContent(mail, words);
  throw new Error(`No template for mails of the kind ${mail.kind}`);
}

function compose(
  { id, kind, recipient }: ClaimedMail,
  { t, locale, fmt }: Words,
  { toName, say, values, attachments, headers = {} }: MailContent,
): Message {
  const text = (part: string) => oneLine(t(`mail:${kind}.${part}`, say));
  const subject = text('subject');
  const frame = { subject, preview: text('preview'), heading: text('heading'), reason: text('reason'), baseUrl: config.baseUrl };
  const locals = { t, locale, fmt, mail: values, say, ...frame };
  return {
    messageId: `<mail-${id}@${new URL(config.baseUrl).hostname}>`,
    to: { name: oneLine(toName), address: recipient },
    subject,
    html: renderView('mail/_layout', { ...locals, body: renderView(`mail/${kind}`, locals) }),
    text: tidy(renderView('mail/_layout.text', { ...locals, body: renderView(`mail/${kind}.text`, locals) })),
    attachments: [logo, ...attachments],
    headers,
  };
}

/** Names and titles are typed by people and stand in headers: no line ends, no other control characters. */
const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();

/** What templates leave behind: spaces at line ends and stacks of empty lines. */
const tidy = (text: string) =>
  `${text
    .toWellFormed()
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
