import slugify from '@sindresorhus/slugify';
import { participant } from './known.ts';
import { firstNames, lastNames } from './names.ts';
import { speakers } from './speakers.ts';

export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
}

/** How many have accounts; the rest registered as guests. */
export const ACCOUNTS = 300;
const PEOPLE = 340;

export const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }): string => `${firstName} ${lastName}`;

/** An invented person: no two of them alike, with an address that reaches nobody. */
function personOf(name: string, n: number): Person {
  const [firstName, lastName] = name.split(' ') as [string, string];
  const phone = `+79${String(100_000_000 + ((n * 7_368_787) % 900_000_000))}`;
  return { firstName, lastName, email: `${slugify(name, { separator: '.' })}@example.com`, phone };
}

function inventedName(n: number): string {
  const gender = n % 2;
  const couple = Math.floor(n / 2);
  const lastName = lastNames[(couple + Math.floor(couple / firstNames.length)) % lastNames.length]![gender]!;
  return `${firstNames[couple % firstNames.length]![gender]!} ${lastName}`;
}

/** Everybody who takes part: the demo participant, those whose names are met on the pages, and the crowd. */
export const demoPeople: readonly Person[] = everybody();

function everybody(): Person[] {
  const invented = Array.from({ length: PEOPLE }, (_, n) => inventedName(n));
  const names = [...new Set([...speakers.map(({ name }) => name), ...invented])].slice(0, PEOPLE - 1);
  return [{ ...participant }, ...names.map(personOf)];
}
