import type { OrganizerKey } from '../people/known.ts';

/** An event of the demo site. Days are counted from the day of loading, prices and expenses are in roubles. */
export interface DemoEvent {
  organizer: OrganizerKey;
  group?: string;
  membersOnly?: true;
  title: string;
  topic: string;
  tags?: string[];
  /** The motif of the cover, where the one that the topic gives would not fit. */
  motif?: string;
  day: number;
  /** Moved to the next such day, away from the day of loading. */
  on?: 'sat' | 'sun';
  time: string;
  /** So many minutes from the loading instead, and up to five more. */
  inMinutes?: number;
  hours: number;
  /** '' for a webinar. */
  place: string;
  online?: true;
  /** Is broadcast here. */
  webinar?: true;
  /** The online side of a hybrid event. */
  remote?: { url: string; seats: number; wanted: number; price: number };
  seats: number;
  /** So many days ago; a month before by default. */
  announced?: number;
  /** How many want to come; more than `seats` fills the waiting list. */
  wanted: number;
  price: number;
  expenses?: Record<string, number>;
  state?: 'draft' | 'cancelled';
  cancelReason?: string;
  prefersReliable?: true;
  /** What became of the demo participant's registration, if there is one. */
  participant?: 'registered' | 'waitlisted' | 'attended' | 'no_show' | 'cancelled' | 'remote';
  text: string;
}
