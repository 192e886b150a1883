import type { RegistrationStatus } from '../../policies/registrations.ts';
import { eventState } from '../events.ts';
import type { Words } from '../formatter.ts';

interface Awaited {
  token: string;
  status: RegistrationStatus;
  event: { id: number; title: string; status: string; startAt: Date; endAt: Date; timeZone: string };
}

/** The values of views/ratings/coming.ejs: asks once more whether somebody with a seat is coming. */
export function comingQuestion({ token, status, event }: Awaited, { t, fmt }: Words, now = new Date()) {
  const state = eventState(event, now);
  const isAwaited = status === 'registered' && (state === 'upcoming' || state === 'running');
  return {
    title: t('ratings:coming.title'),
    isAwaited,
    event: event.title,
    tile: fmt.tile(event.startAt, event.timeZone),
    when: `${fmt.dayLong(event.startAt, event.timeZone)}, ${fmt.span(event.startAt, event.endAt, event.timeZone)}`,
    action: `/r/${token}/coming`,
    cancelHref: `/r/${token}/cancellation`,
    back: `/r/${token}`,
  };
}
