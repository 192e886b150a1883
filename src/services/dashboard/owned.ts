import { Prisma } from '../../generated/client.ts';

/** Which events `e` are an organizer's; all of them for null (admins). */
export const ownEvents = (ownerId: number | null): Prisma.Sql =>
  ownerId === null ? Prisma.sql`true` : Prisma.sql`e.organizer_id = ${ownerId}::int`;

/** Which registrations `r` are an organizer's; all of them for null (admins). */
export const ownRegistrations = (ownerId: number | null): Prisma.Sql =>
  ownerId === null ? Prisma.sql`true` : Prisma.sql`r.organizer_id = ${ownerId}::int`;
