import { db } from '../../db.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import { entryOf } from '../../policies/webinars.ts';
import type { Entry, WebinarAccess } from '../../policies/webinars.ts';
import type { Room } from './room.ts';
import { ANYBODY } from './viewers.ts';
import type { Pass } from './viewers.ts';

/** What decides whether somebody who was in a room may still be there. */
export interface RoomViewer extends Pick<WebinarAccess, 'isRemoved' | 'isCoHost' | 'isGroupMember'> {
  device: string | null;
  account: Pick<CurrentAccount, 'id' | 'role'> | null;
  registration: { status: string; price: number; billedAmount: number; refundAmount: number; isRemote: boolean } | null;
}

type Row = Pick<RoomViewer, 'device' | 'isRemoved' | 'isCoHost' | 'isGroupMember'> & {
  accountId: number | null;
  role: CurrentAccount['role'] | null;
  status: string | null;
  price: number;
  billedAmount: number;
  refundAmount: number;
  isRemote: boolean;
};

/** Reads it; null for whoever was never in the room. */
export async function readViewer(eventId: number, viewerId: number): Promise<RoomViewer | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT x.device, x.removed_at IS NOT NULL AS "isRemoved", a.id AS "accountId", a.role,
      EXISTS (SELECT 1 FROM webinar_hosts h WHERE h.event_id = x.event_id AND h.account_id = a.id) AS "isCoHost",
      EXISTS (SELECT 1 FROM group_members m JOIN events e ON e.group_id = m.group_id WHERE e.id = x.event_id AND m.account_id = a.id) AS "isGroupMember",
      r.status, r.price, r.billed_amount AS "billedAmount", r.refund_amount AS "refundAmount", r.is_remote AS "isRemote"
    FROM webinar_viewers x LEFT JOIN accounts a ON a.id = x.account_id AND a.deleted_at IS NULL
      LEFT JOIN reg_for_the_event r ON r.id = x.registration_id
    WHERE x.id = ${viewerId} AND x.event_id = ${eventId}`;
  if (!row) return null;
  const { accountId, role, status, price, billedAmount, refundAmount, isRemote, ...rest } = row;
  return {
    ...rest,
    account: accountId === null ? null : { id: accountId, role: role! },
    registration: status === null ? null : { status, price, billedAmount, refundAmount, isRemote },
  };
}

/** As whom a pass lets in now; a viewer who is not known comes by the pass that is for anybody. */
export function entryByPass(room: Room, pass: Pass, viewer: RoomViewer | null): Entry {
  if (!viewer && pass.viewerId !== ANYBODY.viewerId) return null;
  const { account = null, registration = null, ...rest } = viewer ?? { isRemoved: false, isCoHost: false, isGroupMember: false };
  const isOnline = room.format === 'online' || registration?.isRemote === true;
  const entry = entryOf(account as CurrentAccount | null, {
    ...room,
    ...rest,
    registration: registration && { ...registration, isOnline },
  });
  return entry === 'unpaid' || (pass.isHost && entry !== 'host') ? null : entry;
}

/** The newest device of a registration is the one that watches; people with accounts may use several at once. */
export const isElsewhere = (pass: Pass, viewer: RoomViewer | null): boolean =>
  viewer !== null && viewer.registration !== null && viewer.device !== pass.device;
