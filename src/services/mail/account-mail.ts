import { config } from '../../config.ts';
import { db } from '../../db.ts';
import type { Words } from '../../presenters/formatter.ts';
import { issueToken } from '../accounts/tokens.ts';
import type { MailContent } from './content.ts';
import type { ClaimedMail } from './outbox.ts';

interface Addressee {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  emailConfirmedAt: Date | null;
}

const linkOf = {
  'confirm-email': async ({ id }, now) => `/account/confirm/${await issueToken(id, 'confirm-email', now)}`,
  'password-reset': async ({ id }, now) => `/password/reset/${await issueToken(id, 'reset-password', now)}`,
  'password-changed': async () => '/password/forgot',
  'export-ready': async () => '/account/data',
} satisfies Record<string, (account: Addressee, now: Date) => Promise<string>>;

export type AccountMailKind = keyof typeof linkOf;

export const isAccountMail = (kind: string): kind is AccountMailKind => kind in linkOf;

/** What a mail about an account says; its secret is made now, so that the outbox never holds one. Null if the mail is outdated. */
export async function accountContent(mail: ClaimedMail & { kind: AccountMailKind }, words: Words, now: Date): Promise<MailContent | null> {
  const account = await findAddressee(mail.payload);
  if (!account || isOutdated(mail, account)) return null;
  const url = config.baseUrl + (await linkOf[mail.kind](account, now));
  return {
    toName: `${account.firstName} ${account.lastName}`,
    say: { name: account.firstName },
    values: { url, button: words.t(`mail:${mail.kind}.button`), isSecret: mail.kind === 'confirm-email' || mail.kind === 'password-reset' },
    attachments: [],
  };
}

async function findAddressee(payload: unknown): Promise<Addressee | null> {
  const { accountId } = (payload ?? {}) as { accountId?: unknown };
  if (typeof accountId !== 'number') return null;
  const select = { id: true, email: true, firstName: true, lastName: true, emailConfirmedAt: true };
  return db.account.findUnique({ where: { id: accountId }, select });
}

/** A secret goes to the address that the account has now, and to no other. */
function isOutdated({ kind, recipient }: { kind: AccountMailKind; recipient: string }, account: Addressee): boolean {
  if (kind === 'password-changed') return false;
  const isMoved = account.email.toLowerCase() !== recipient.toLowerCase();
  return isMoved || (kind === 'confirm-email' && account.emailConfirmedAt !== null);
}

/** The last mail to somebody whose account is gone; their name came with it. */
export function accountDeletedContent({ payload }: ClaimedMail, { t }: Words): MailContent {
  const name = String((payload as { name?: unknown } | null)?.name ?? '');
  const values = { url: `${config.baseUrl}/events`, button: t('mail:account-deleted.button'), isSecret: false };
  return { toName: name, say: { name }, values, attachments: [] };
}
