import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, Mailer, Message } from './message.ts';

/** How many messages are kept; older ones go. */
export const KEPT = 200;

/** A message as the mailbox keeps it. */
export interface KeptMessage extends Message {
  id: string;
  from: string;
  at: Date;
}

type StoredAttachment = Omit<Attachment, 'content'> & { base64: string };

/** Keeps mail as files instead of sending it. They may hold secret links: only the owner reads them. */
export function openMailbox(folder: string, from: string): Mailer {
  return {
    async send(message) {
      const at = new Date();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // written beside and moved, so that nobody reads half of it; two in one millisecond get different names
      const id = `${at.getTime()}-${crypto.randomUUID().slice(0, 8)}`;
      const draft = join(folder, `.${id}`);
      await writeFile(draft, JSON.stringify({ ...message, from, at, attachments: message.attachments.map(stored) }), { mode: 0o600 });
      await rename(draft, fileOf(folder, id));
      await removeOld(folder);
    },
    close: () => {},
  };
}

const stored = ({ content, ...rest }: Attachment): StoredAttachment => ({ ...rest, base64: content.toString('base64') });
const fileOf = (folder: string, id: string) => join(folder, `${id}.json`);

/** The ids of the kept messages, newest first. */
async function listIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^\d+-[\da-f]{8}\.json$/.test(name))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
    .reverse();
}

async function removeOld(folder: string): Promise<void> {
  const old = (await listIds(folder)).slice(KEPT);
  await Promise.all(old.map((id) => rm(fileOf(folder, id), { force: true })));
}

/** All kept messages, newest first. */
export async function readMailbox(folder: string): Promise<KeptMessage[]> {
  const messages = await Promise.all((await listIds(folder)).map((id) => readMessage(folder, id)));
  return messages.filter((message) => message !== null);
}

/** One kept message, or null. */
export async function readMessage(folder: string, id: string): Promise<KeptMessage | null> {
  if (!(await listIds(folder)).includes(id)) return null;
  const file = await readFile(fileOf(folder, id), 'utf8').catch(() => null);
  if (file === null) return null;
  const { attachments, at, ...message } = JSON.parse(file) as Omit<KeptMessage, 'attachments' | 'at'> & {
    attachments: StoredAttachment[];
    at: string;
  };
  return { ...message, id, at: new Date(at), attachments: attachments.map(restored) };
}

const restored = ({ base64, ...rest }: StoredAttachment): Attachment => ({ ...rest, content: Buffer.from(base64, 'base64') });
