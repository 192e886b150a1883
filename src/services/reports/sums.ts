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
