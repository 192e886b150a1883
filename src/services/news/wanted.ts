import { Prisma } from '../../generated/client.ts';
import type { NewsKind } from '../../policies/notifications.ts';

/** The condition that the owner of an address, if they have an account, has not switched mails of a kind off. `email` is a column. */
export const wantsMail = (email: Prisma.Sql, kind: NewsKind): Prisma.Sql => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM accounts na JOIN news_settings ns ON ns.account_id = na.id
  WHERE lower(na.email) = lower(${email}) AND na.email_confirmed_at IS NOT NULL AND ns.kind = ${kind} AND NOT ns.by_mail)`;
