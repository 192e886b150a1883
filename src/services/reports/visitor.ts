import { findVisitors, getVisitor } from '../visitors/read.ts';

/** A person whom a report may be about. */
export interface Candidate {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
}

export interface VisitorChoice {
  visitor: Candidate | null;
  /** The first of those to choose from. */
  candidates: Candidate[];
  hasMore: boolean;
}

/** As many as a list to choose from may hold. */
const MOST_CANDIDATES = 50;

/**
 * The person that was chosen, or the only one that a search finds. A search that does not find the one chosen before is a new choice.
 * @throws NotFound if there is no such visitor, or it is somebody else's
 */
export async function chooseVisitor(ownerId: number | null, id: number | null, q: string): Promise<VisitorChoice> {
  const chosen = id === null ? null : toCandidate(await getVisitor(id, ownerId));
  const { rows, next } = await findVisitors({ ownerId, q, limit: MOST_CANDIDATES });
  const hasMore = next !== null;
  const isListed = rows.some((row) => row.id === chosen?.id);
  if (q === '') return { visitor: chosen, candidates: chosen && !isListed ? [chosen, ...rows] : rows, hasMore };
  return { visitor: isListed ? chosen : rows.length === 1 ? rows[0]! : null, candidates: rows, hasMore };
}

const toCandidate = ({ phoneNumber, emailAddress, ...visitor }: Awaited<ReturnType<typeof getVisitor>>): Candidate => ({
  ...visitor,
  phone: phoneNumber,
  email: emailAddress,
});
