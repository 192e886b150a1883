/** Where a page of a list ended: the values of its sort columns in the last row, as text for an address. */
export const encodeCursor = (values: readonly (string | number)[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor, or null for what is no cursor of `length` strings and numbers. */
export function decodeCursor(text: string | undefined, length: number): (string | number)[] | null {
  if (!text || text.length > 2000) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const fits = Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string' || typeof value === 'number');
    return fits ? (values as (string | number)[]) : null;
  } catch {
    return null;
  }
}
