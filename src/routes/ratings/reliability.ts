import type { Response } from 'express';
import { accountOf } from '../../middleware/current-account.ts';
import { ownedBy } from '../../policies/accounts.ts';
import { reliabilityWords } from '../../presenters/ratings/reliability.ts';
import type { ShownReliability } from '../../presenters/ratings/reliability.ts';
import { reliabilityOfAll } from '../../services/ratings/reliability.ts';

/** How far an organizer can rely on the people of a list, by address; an admin, who sees everybody's lists, is told nothing. */
export async function ownReliabilities(res: Response, rows: { email: string }[]): Promise<Map<string, ShownReliability>> {
  const organizerId = ownedBy(accountOf(res));
  if (organizerId === null || rows.length === 0) return new Map();
  const figures = await reliabilityOfAll(
    rows.map(({ email }) => email),
    organizerId,
  );
  return new Map([...figures].map(([email, one]) => [email, reliabilityWords(one, res.locals)]));
}
