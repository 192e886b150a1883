import { readMailbox, readMessage } from '../../adapters/dev-mailbox.ts';
import type { KeptMessage } from '../../adapters/dev-mailbox.ts';
import { keepsMail, mailboxFolder } from '../../adapters/mailer.ts';
import type { Attachment } from '../../adapters/message.ts';
import { NotFound } from '../../errors.ts';

export { keepsMail };
export { KEPT as mailboxLimit } from '../../adapters/dev-mailbox.ts';

/** What the development mailbox holds, newest first. */
export const listMailbox = (): Promise<KeptMessage[]> => readMailbox(mailboxFolder);

/**
 * One message of the development mailbox.
 * @throws NotFound if there is none
 */
export async function getKeptMessage(id: string): Promise<KeptMessage> {
  const message = await readMessage(mailboxFolder, id);
  if (!message) throw new NotFound();
  return message;
}

/**
 * An attachment of a message, counted from 0.
 * @throws NotFound if there is none
 */
export async function getKeptAttachment(id: string, index: string): Promise<Attachment> {
  const attachment = (await getKeptMessage(id)).attachments[/^\d{1,3}$/.test(index) ? Number(index) : -1];
  if (!attachment) throw new NotFound();
  return attachment;
}

/** The HTML of a message with its pictures in it, as a mail program would show them. */
export async function getKeptHtml(id: string): Promise<string> {
  const { html, attachments } = await getKeptMessage(id);
  const pictures = attachments.filter(({ cid }) => cid);
  return pictures.reduce(
    (page, { cid, contentType, content }) => page.replaceAll(`cid:${cid}`, `data:${contentType};base64,${content.toString('base64')}`),
    html,
  );
}
