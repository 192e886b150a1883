import { createHash, randomBytes } from 'node:crypto';
import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';

export type TokenPurpose = 'reset-password' | 'confirm-email';

const HOUR_MS = 60 * 60 * 1000;
const LIFETIME_MS: Record<TokenPurpose, number> = { 'reset-password': HOUR_MS, 'confirm-email': 7 * 24 * HOUR_MS };

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** A new secret for the link of a mail: one hour for a password, seven days for an address. Only its SHA-256 is kept. */
export async function issueToken(accountId: number, purpose: TokenPurpose, now: Date = new Date()): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.accountToken.deleteMany({ where: { accountId, purpose, expiresAt: { lt: now } } });
  const expiresAt = new Date(now.getTime() + LIFETIME_MS[purpose]);
  await db.accountToken.create({ data: { accountId, purpose, tokenHash: hashOf(token), expiresAt, createdAt: now } });
  return token;
}

/** Whether the link of a mail still works; looking does not use it up. */
export async function isTokenUsable(token: string, purpose: TokenPurpose, now: Date = new Date()): Promise<boolean> {
  const unused = { tokenHash: hashOf(token), purpose, usedAt: null, expiresAt: { gt: now } };
  return (await db.accountToken.count({ where: unused })) === 1;
}

/** Uses a token up, even when two requests bring it at once; the account that it was for, or null if it is no good any more. */
export async function consumeToken(tx: Transaction, token: string, purpose: TokenPurpose, now: Date = new Date()): Promise<number | null> {
  const [used] = await tx.$queryRaw<{ accountId: number }[]>`
    UPDATE account_tokens SET used_at = ${now}
    WHERE token_hash = ${hashOf(token)} AND purpose = ${purpose} AND used_at IS NULL AND expires_at > ${now}
    RETURNING account_id AS "accountId"`;
  return used?.accountId ?? null;
}
