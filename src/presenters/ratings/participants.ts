import { leastStars, participantRatingRefusal } from '../../policies/ratings.ts';
import type { Presence } from '../../policies/ratings.ts';
import type { RegistrationStatus } from '../../policies/registrations.ts';
import type { Words } from '../formatter.ts';
import { fullName } from '../visitor-names.ts';

interface Participant {
  id: number;
  status: RegistrationStatus;
  cancelledBy: string | null;
  firstName: string;
  lastName: string;
  stars: number | null;
  presence: Presence | null;
  words: string;
  publishedAt: Date | null;
  ratedAt: Date | null;
}

interface RatedEvent {
  id: number;
  status: string;
  endAt: Date;
  timeZone: string;
}

/** What is known of somebody's presence before anything was said. */
const presenceOf: Partial<Record<RegistrationStatus, Presence>> = { attended: 'came', no_show: 'missed', cancelled: 'warned' };

/** What the form of the participants is opened with. */
export const participantValues = (rows: Participant[]): Record<string, string> =>
  Object.fromEntries(
    rows.flatMap(({ id, presence, status, stars, words }) => [
      [`presence_${id}`, presence ?? presenceOf[status] ?? ''],
      [`stars_${id}`, String(stars ?? '')],
      [`words_${id}`, words],
    ]),
  );

/** The values of a row of views/ratings/participants.ejs. */
export function participantRow(row: Participant, event: RatedEvent, { t }: Words, now = new Date()) {
  const given = row.ratedAt && row.stars !== null ? { stars: row.stars, createdAt: row.ratedAt, publishedAt: row.publishedAt } : null;
  const refusal = participantRatingRefusal({ ...row, event }, given, now);
  const mayBe: Presence[] = row.status === 'cancelled' ? ['warned', 'missed'] : ['came', 'missed', 'warned'];
  return {
    id: row.id,
    href: `/registrations/${row.id}`,
    name: fullName(row, t),
    status: row.status,
    stars: row.stars,
    presence: row.presence,
    words: row.words,
    isFixed: refusal !== null,
    least: leastStars(given),
    presences: mayBe.map((value) => ({ value, label: t(`ratings:presence_of.${value}`) })),
    state: given && t(`ratings:participants.${given.publishedAt ? 'published' : 'waiting'}`),
  };
}
