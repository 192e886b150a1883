import { Prisma } from '../../generated/client.ts';

/** Whether the post that opened the discussion `d` was hidden: then its title is kept from others, too. */
export const isOpeningHidden = Prisma.sql`
  (SELECT o.hidden_at IS NOT NULL FROM posts o WHERE o.discussion_id = d.id ORDER BY o.id LIMIT 1)`;
