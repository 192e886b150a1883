/** Of what people can choose whether they are told, by mail and on the site. Tickets and changes of events cannot be switched off. */
export const newsKinds = ['reminders', 'recordings', 'replies', 'group_events', 'group_digest', 'ratings', 'follows'] as const;
export type NewsKind = (typeof newsKinds)[number];

/** The ways by which each kind of news comes. */
export const newsChannels: Record<NewsKind, readonly ('mail' | 'site')[]> = {
  reminders: ['mail'],
  recordings: ['mail'],
  replies: ['site'],
  group_events: ['mail', 'site'],
  group_digest: ['mail'],
  ratings: ['mail', 'site'],
  follows: ['site'],
};

/** Every kind of notice on the site, with the kind of news that switches it off; null is always shown. */
export const notificationKinds = {
  reply: 'replies',
  'group-event': 'group_events',
  'followed-event': 'follows',
  'request-approved': null,
  'request-declined': null,
  'group-request': null,
  'group-role': null,
  'group-ban': null,
  'post-hidden': null,
  'review-hidden': null,
  complaint: null,
  'rating-published': 'ratings',
  'review-reply': 'ratings',
  'seat-promoted': null,
  'export-ready': null,
} as const satisfies Record<string, NewsKind | null>;
export type NotificationKind = keyof typeof notificationKinds;
