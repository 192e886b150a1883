import { config } from '../../config.ts';
import { Prisma } from '../../generated/client.ts';

/** Where somebody with a registration `r` of an event `e` watches: their own link into the webinar here, or the organizer's. */
export const onlineUrl = Prisma.sql`
  CASE WHEN e.has_webinar THEN ${config.baseUrl}::text || '/r/' || r.token || '/webinar' ELSE e.online_url END`;
