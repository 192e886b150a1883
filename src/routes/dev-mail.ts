import { Router } from 'express';
import { page } from '../page.ts';
import { getKeptAttachment, getKeptHtml, getKeptMessage, listMailbox, mailboxLimit } from '../services/mail/mailbox.ts';

/** The development mailbox. Anybody may read it, so it is mounted only where no mail leaves the machine. */
export const devMail = Router();

/** Mails have inline styles and pictures, and nothing else; links open as anywhere. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

devMail.get('/dev/mail', async (_req, res) => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const messages = await listMailbox();
  page(res, 'dev-mail/index', { title: res.locals.t('mail:mailbox.title'), messages, limit: mailboxLimit, timeZone, noindex: true });
});

devMail.get('/dev/mail/:id', async (req, res) => {
  const message = await getKeptMessage(req.params.id);
  page(res, 'dev-mail/show', { title: message.subject, message, noindex: true });
});

devMail.get('/dev/mail/:id/html', async (req, res) => {
  res
    .set('Content-Security-Policy', MAIL_POLICY)
    .type('html')
    .send(await getKeptHtml(req.params.id));
});

devMail.get('/dev/mail/:id/attachments/:index', async (req, res) => {
  const { filename, contentType, content } = await getKeptAttachment(req.params.id, req.params.index);
  res.attachment(filename).type(contentType).send(content);
});
