import { Prisma } from '../../generated/client.ts';
import type { ReportScope } from './scope.ts';

/**
 * What to add up for a report instead of its registrations: event_id, status, registrations, price, billed and refunded, several rows
 * for an event and status. The database keeps these sums for everything but for one visitor, who has few registrations.
 */
export const sumsFor = ({ visitorId }: ReportScope): Prisma.Sql =>
  visitorId === null
    ? Prisma.sql`registration_sums`
    : Prisma.sql`(SELECT event_id, visitor_id, status, 1 AS registrations, price, billed_amount AS billed, refund_amount AS refunded FROM reg_for_the_event)`;

/** The same for how many registrations were made on each `day`: event_id, status, day and registrations. Rows without a day do not count. */
export const daysFor = ({ visitorId }: ReportScope): Prisma.Sql =>
  visitorId === null
    ? Prisma.sql`(
        SELECT event_id, status, day, registrations FROM registration_days
        UNION ALL SELECT event_id, status, day, registrations FROM registration_sums)`
    : Prisma.sql`(SELECT event_id, visitor_id, status, registration_day(created_at) AS day, 1 AS registrations FROM reg_for_the_event)`;
