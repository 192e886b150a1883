import { Prisma } from '../../generated/client.ts';

/** A name and an address have no more. */
const MOST_WORDS = 6;

/**
 * What a search asks of visitors `v`: every word must be in the name or the address; a word of digits may be a part of the phone, or
 * whatever else `orNumber` says of it.
 */
export const matchesPerson = (q: string, orNumber: (number: number) => Prisma.Sql = () => Prisma.empty): Prisma.Sql[] =>
  q
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    .map((word) => {
      const digits = word.replace(/[+()\-.№#]/g, '');
      const number = /^\d{1,9}$/.test(digits) ? orNumber(Number(digits)) : Prisma.empty;
      const phone = /^\d{3,}$/.test(digits) ? Prisma.sql` OR v.phone_number LIKE ${`%${digits}%`}` : Prisma.empty;
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      return Prisma.sql`(lower(v.last_name || ' ' || v.first_name || ' ' || v.email_address) LIKE ${pattern}${phone}${number})`;
    });
