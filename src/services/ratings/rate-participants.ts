import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { leastStars, participantRatingRefusal, statusOf } from '../../policies/ratings.ts';
import type { Presence } from '../../policies/ratings.ts';
import { lockRegistrations } from '../registrations/lock.ts';
import type { LockedRegistration, Owner } from '../registrations/lock.ts';
import { applyStatus } from '../registrations/status.ts';
import { announcePublished } from './announce.ts';
import { forgetAverages } from './averages.ts';
import { explainingRefusals } from './refusals.ts';

/** What an organizer says of one participant; without stars only the presence is noted. */
export interface ParticipantOpinion {
  id: number;
  presence: Presence | null;
  stars: number | null;
  words: string;
}

export interface RatedParticipants {
  /** Ratings given or changed. */
  rated: number;
  /** Registrations whose presence was noted anew. */
  marked: number;
}

/** Thrown when some of the participants cannot be rated so: nothing of the form was saved. */
export class RowsRefused extends Conflict {
  /** Keys of ratings:refused by registration. */
  readonly rows: ReadonlyMap<number, string>;

  constructor(rows: ReadonlyMap<number, string>) {
    super('rating_rows');
    this.rows = rows;
  }
}

interface Before {
  stars: number;
  presence: Presence;
  words: string;
  createdAt: Date;
  publishedAt: Date | null;
}

interface Pair {
  opinion: ParticipantOpinion;
  registration: LockedRegistration & { cancelledBy: string | null };
  before: Before | null;
}

type Complete = ParticipantOpinion & { presence: Presence; stars: number };

/**
 * Saves what an organizer says of the participants of an event, all of it or nothing, and marks who came and who did not. Where the
 * participant has rated too, both are published.
 * @throws NotFound if one of them is not of this event or somebody else's
 * @throws RowsRefused with the rule for each that it forbids, or Conflict if one changed meanwhile
 */
export async function rateParticipants(
  eventId: number,
  opinions: ParticipantOpinion[],
  { owner = null, now = new Date() }: { owner?: Owner; now?: Date } = {},
): Promise<RatedParticipants> {
  const result = await explainingRefusals(() =>
    db.$transaction(async (tx) => {
      const pairs = await pairUp(tx, eventId, opinions, owner);
      const wanted = pairs.filter(isChanged);
      refuseAny(wanted, now);
      const marked = await markPresence(tx, pairs, now);
      await change(tx, wanted.filter(({ before }) => before).map(opinionOf), now);
      await give(tx, wanted.filter(({ before }) => !before).map(opinionOf), now);
      return { rated: wanted.length, marked };
    }),
  );
  forgetAverages();
  return result;
}

async function pairUp(tx: Transaction, eventId: number, opinions: ParticipantOpinion[], owner: Owner): Promise<Pair[]> {
  const ids = opinions.map(({ id }) => id);
  const registrations = new Map((await lockRegistrations(tx, ids, owner)).map((one) => [one.id, one]));
  if ([...registrations.values()].some((one) => one.eventId !== eventId)) throw new NotFound();
  const found = await tx.registration.findMany({
    where: { id: { in: ids } },
    select: { id: true, cancelledBy: true, participantRating: true },
  });
  const rest = new Map(found.map((one) => [one.id, one]));
  return opinions.map((opinion) => {
    const { cancelledBy = null, participantRating = null } = rest.get(opinion.id) ?? {};
    return {
      opinion,
      registration: { ...registrations.get(opinion.id)!, cancelledBy },
      before: participantRating as Before | null,
    };
  });
}

const opinionOf = ({ opinion }: Pair): Complete => opinion as Complete;

/** What was left as it stood is neither saved nor refused. */
function isChanged({ opinion: { stars, presence, words }, before }: Pair): boolean {
  if (stars === null || presence === null) return false;
  return !before || before.stars !== stars || before.presence !== presence || before.words !== words;
}

function refuseAny(pairs: Pair[], now: Date): void {
  const refused = pairs.map((pair) => [pair.opinion.id, refusalOf(pair, now)] as const);
  const rows = new Map(refused.filter((one): one is [number, string] => one[1] !== null));
  if (rows.size > 0) throw new RowsRefused(rows);
}

function refusalOf({ opinion, registration, before }: Pair, now: Date): string | null {
  const refusal = participantRatingRefusal(registration, before, now);
  return refusal ?? (opinion.stars! < leastStars(before) ? 'rating_lowered' : null);
}

/** Marks those as come or missed who are not; who called off has no seat to be marked. */
async function markPresence(tx: Transaction, pairs: Pair[], now: Date): Promise<number> {
  let marked = 0;
  for (const status of ['attended', 'no_show'] as const) {
    const registrations = pairs
      .filter(
        ({ opinion, registration }) => opinion.presence && registration.status !== 'cancelled' && statusOf[opinion.presence] === status,
      )
      .map(({ registration }) => registration);
    const { changed, refused } = await applyStatus(tx, registrations, { status, now });
    if (refused.length > 0)
      throw new RowsRefused(new Map(refused.map(({ id, code }) => [id, code === 'rated' ? 'rated_attendance' : 'presence'])));
    marked += changed.length;
  }
  return marked;
}

async function change(tx: Transaction, opinions: Complete[], now: Date): Promise<void> {
  if (opinions.length === 0) return;
  await tx.$executeRaw`
    UPDATE participant_ratings r SET stars = n.stars, presence = n.presence, words = n.words, updated_at = ${now}
    FROM unnest(${opinions.map(({ id }) => id)}::int[], ${opinions.map(({ stars }) => stars)}::int[],
      ${opinions.map(({ presence }) => presence)}::text[], ${opinions.map(({ words }) => words)}::text[]) AS n(id, stars, presence, words)
    WHERE r.registration_id = n.id`;
}

/** In the order of the registrations, so that two who rate the same people wait for each other and do not get stuck. */
async function give(tx: Transaction, opinions: Complete[], now: Date): Promise<void> {
  if (opinions.length === 0) return;
  const ids = opinions.map(({ id }) => id);
  await tx.$executeRaw`
    INSERT INTO participant_ratings (registration_id, event_id, stars, presence, words, created_at, updated_at)
    SELECT r.id, r.event_id, n.stars, n.presence, n.words, ${now}, ${now}
    FROM unnest(${ids}::int[], ${opinions.map(({ stars }) => stars)}::int[],
      ${opinions.map(({ presence }) => presence)}::text[], ${opinions.map(({ words }) => words)}::text[]) AS n(id, stars, presence, words)
    JOIN reg_for_the_event r ON r.id = n.id ORDER BY r.id`;
  await announcePublished(tx, ids);
}
