import { encodeCursor } from '../formats/cursor.ts';

/** A page of the list: its rows and the address of the next page, with the filters kept. */
export function visitorRows<Row>(found: { rows: Row[]; next: (string | number)[] | null }, filter: Record<string, string>) {
  const { after: _, ...kept } = filter;
  const nextPage = found.next && `/visitors?${new URLSearchParams({ ...kept, after: encodeCursor(found.next) })}`;
  return { rows: found.rows, nextPage };
}
