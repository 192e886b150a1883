/** What a sort column holds: text, the id of a row, or an instant as an ISO string. */
export type CursorColumn = 'text' | 'id' | 'time';
export type CursorValue = string | number;

/** Where a page of a list ended: the values of its sort columns in the last row, as text for an address. */
export const encodeCursor = (values: readonly CursorValue[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor, or null for anything that is no cursor of these columns: addresses are typed and shortened by hand. */
export function decodeCursor(text: string | undefined, columns: readonly CursorColumn[]): CursorValue[] | null {
  if (!text) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const fits = Array.isArray(values) && values.length === columns.length && columns.every((column, index) => isA[column](values[index]));
    return fits ? values : null;
  } catch {
    return null;
  }
}

const isA: Record<CursorColumn, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string' && !value.includes('\u0000'),
  id: (value) => Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_647,
  // PostgreSQL knows no year 0
  time: (value) => typeof value === 'string' && /^(?!0000)\d{4}-/.test(value) && isInstant(value),
};

/** As toISOString writes it: Date alone would take 30 February for 2 March, which PostgreSQL does not. */
function isInstant(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
}
