import { encodeCursor } from '../formats/cursor.ts';
import type { Translate } from '../i18n.ts';
import { fullName, listName, liveEmail } from './visitor-names.ts';

/** A page of the list: its rows and the address of the next page, with the filters kept. */
export function visitorRows<Row extends { firstName: string; lastName: string; email: string }>(
  found: { rows: Row[]; next: (string | number)[] | null },
  filter: Record<string, string>,
  t: Translate,
) {
  const { after: _, ...kept } = filter;
  const nextPage = found.next && `/visitors?${new URLSearchParams({ ...kept, after: encodeCursor(found.next) })}`;
  return { rows: found.rows.map((row) => ({ ...row, name: listName(row, t), email: liveEmail(row.email) })), nextPage };
}

/** Who the card is about. */
export const visitorHead = (
  visitor: { id: number; firstName: string; lastName: string; emailAddress: string; phoneNumber: string | null },
  t: Translate,
) => ({ id: visitor.id, name: fullName(visitor, t), email: liveEmail(visitor.emailAddress), phone: visitor.phoneNumber });
