import { decodeCursor, encodeCursor } from '../formats/cursor.ts';

interface Position {
  startAt: Date;
  id: number;
}

/** Where a page begins, from an address; null for what is no position. */
export function positionOf(text: string): Position | null {
  const position = decodeCursor(text, ['time', 'id']);
  return position && { startAt: new Date(position[0]!), id: Number(position[1]) };
}

const cursorOf = ({ startAt, id }: Position): string => encodeCursor([startAt.toISOString(), id]);

/** A path with the parameters that are not empty. */
export function withQuery(path: string, params: Record<string, string>): string {
  const filled = Object.entries(params).filter(([, value]) => value !== '');
  return filled.length === 0 ? path : `${path}?${new URLSearchParams(filled)}`;
}

/** The links around a page of a list by start; filters stay as they were typed. */
export function pageLinks(
  path: string,
  filters: Record<string, string>,
  list: { events: readonly Position[]; hasPrevious: boolean; hasNext: boolean },
): { previous: string; next: string } {
  const { after: _after, before: _before, ...kept } = filters;
  const [first, last] = [list.events[0], list.events.at(-1)];
  return {
    previous: list.hasPrevious && first ? withQuery(path, { ...kept, before: cursorOf(first) }) : '',
    next: list.hasNext && last ? withQuery(path, { ...kept, after: cursorOf(last) }) : '',
  };
}
