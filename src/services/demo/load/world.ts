import type { Transaction } from '../../../db.ts';

/** What the parts of a loading share: the transaction, the moment that all times are counted from, and who has which id. */
export interface World {
  tx: Transaction;
  now: Date;
  /** By name, «Ольга Дёмина». */
  accounts: Map<string, number>;
  accountsSince: Map<string, Date>;
  /** By slug. */
  topics: Map<string, number>;
  /** What is above each topic in the tree, or itself: covers are drawn for those. */
  rootTopics: Map<string, string>;
  groups: Map<string, number>;
  members: Map<string, string[]>;
}

/** What must be there: a name that is misspelt in the texts ends the loading. */
export function known<V>(map: ReadonlyMap<string, V>, key: string): V {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`demo data: ${key} is not known`);
  return value;
}
