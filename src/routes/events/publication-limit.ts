import { rateLimit } from '../../middleware/rate-limit.ts';

/** Room for the programme of a season in one evening; each may be a mail to all members of a group. */
export const publications = rateLimit({ name: 'publications', tries: 60, minutes: 60 });
