import { opensAt } from '../policies/webinars.ts';
import type { Entry } from '../policies/webinars.ts';
import type { Words } from './formatter.ts';

interface Visited {
  eventId: number;
  state: 'waiting' | 'live' | 'ended';
  startAt: Date;
  endAt: Date;
  timeZone: string;
}

/** What the page of an event says of its webinar to those who may enter it: the values of views/events/_webinar.ejs, or null. */
export function webinarLink(visit: Visited, entry: Entry, { t, fmt }: Words, now = new Date()) {
  if (entry === null || entry === 'unpaid') return null;
  const href = `/webinars/${visit.eventId}`;
  const room = (key: string) => ({ href, look: 'primary', label: t(`events:page.${key}`) });
  if (visit.state === 'ended') return { text: '', links: [room('webinar_watch')] };
  if (entry === 'host') {
    return {
      text: '',
      links: [
        { href: `${href}/studio`, look: 'primary', label: t('events:page.webinar_studio') },
        { ...room('webinar_enter'), look: 'secondary' },
      ],
    };
  }
  if (visit.state === 'waiting' && now >= visit.endAt) return null;
  if (visit.state === 'live' || now >= opensAt(visit)) return { text: '', links: [room('webinar_enter')] };
  const ask = { href: `${href}?tab=questions`, look: 'secondary', label: t('events:page.webinar_ask') };
  return { text: t('events:page.webinar_opens', { when: fmt.short(visit.startAt, visit.timeZone) }), links: [ask] };
}
