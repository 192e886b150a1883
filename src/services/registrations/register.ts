import { db, sqlStateOf } from '../../db.ts';
import { PRIVACY_VERSION } from '../../policies/privacy.ts';

/** A person as they put themselves down; the phone is E.164. */
export interface PersonDetails {
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
}

export interface Registering {
  outcome: 'registered' | 'waitlisted' | 'sold_out' | 'duplicate' | 'not_found' | 'cancelled' | 'past' | 'members_only';
  /** The registration made, or the one that is there already. */
  registrationId: number | null;
  /** Opens the registration's page; null where only the mail may show it. */
  token: string | null;
}

interface Wish {
  locale: string;
  acceptWaitlist: boolean;
  /** Wants the online side of an event that takes place here and online. */
  isRemote?: boolean;
  /** People put themselves down and agree to that; an organizer puts down anybody they know. */
  by?: 'visitor' | 'organizer';
  /** Who has logged in to register: an event for members only takes nobody else. */
  accountId?: number | null;
}

/** What register_visitor raises when things changed while it was under way. */
const raised: Record<string, Registering['outcome']> = { TS001: 'sold_out', TS002: 'cancelled' };

/** The event or the visitor was deleted under our hands, or the event lost its online side: the second look sees it. */
const WORTH_ANOTHER_TRY = ['23502', '23503', '40P01', 'TS003'];

/**
 * Registers a person for an event in one round trip: takes the seat, or a place in the waiting list if that is accepted, and queues the mail.
 * Registering twice mails the link of the first registration again.
 */
export async function registerVisitor(eventId: number, person: PersonDetails, wish: Wish): Promise<Registering> {
  try {
    return await callRegisterVisitor(eventId, person, wish);
  } catch (error) {
    const state = sqlStateOf(error) ?? '';
    if (WORTH_ANOTHER_TRY.includes(state)) return callRegisterVisitor(eventId, person, wish);
    const outcome = raised[state];
    if (!outcome) throw error;
    return { outcome, registrationId: null, token: null };
  }
}

async function callRegisterVisitor(
  eventId: number,
  { firstName, lastName, email, phone }: PersonDetails,
  { locale, acceptWaitlist, isRemote = false, by = 'visitor', accountId = null }: Wish,
): Promise<Registering> {
  const consentVersion = by === 'visitor' ? PRIVACY_VERSION : null;
  const [result] = await db.$queryRaw<Registering[]>`
    SELECT outcome, registration_id AS "registrationId", registration_token AS token
    FROM register_visitor(${eventId}, ${firstName}, ${lastName}, ${email}, ${phone}, ${locale}, ${acceptWaitlist},
      ${isRemote}, ${consentVersion}, ${by === 'organizer'}, ${accountId}::integer)`;
  return result!;
}
