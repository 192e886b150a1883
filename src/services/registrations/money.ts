import { db } from '../../db.ts';
import type { Transaction } from '../../db.ts';
import { InvalidField } from '../../errors.ts';
import { moneyRefusal } from '../../policies/registrations.ts';
import type { Money } from '../../policies/registrations.ts';
import { lockRegistration, lockRegistrations } from './lock.ts';
import type { LockedRegistration, Owner } from './lock.ts';
import { queueRegistrationMails } from './mails.ts';

interface Options {
  owner?: Owner;
  now?: Date;
}

interface Amount {
  /** In minor units; 0 takes it back. */
  amount: number;
  /** Left out: now. */
  at?: Date | null;
}

/**
 * Writes down what a visitor has paid so far.
 * @throws NotFound, or InvalidField if more than that was refunded or the moment is to come
 */
export function recordPayment(id: number, { amount, at = null }: Amount, options: Options = {}): Promise<void> {
  return changeMoney(id, (money) => ({ ...money, billedAmount: amount, billedAt: at }), options);
}

/**
 * Writes down what a visitor got back so far, and tells them by mail when that grew.
 * @throws NotFound, or InvalidField if it is more than was paid, before the payment or to come
 */
export function recordRefund(id: number, { amount, at = null }: Amount, options: Options = {}): Promise<void> {
  return changeMoney(id, (money) => ({ ...money, refundAmount: amount, refundedAt: at }), options);
}

/** Marks registrations as paid in full where something is due; says how many were. */
export function settlePayments(ids: number[], { owner = null, now = new Date() }: Options = {}): Promise<number> {
  return db.$transaction(async (tx) => {
    const due = (await lockRegistrations(tx, ids, owner)).filter(isDue);
    for (const one of due) await saveMoney(tx, one, { ...one, billedAmount: one.price, billedAt: null }, now);
    return due.length;
  });
}

/** As the pages say it: what was refunded once is no debt. */
const isDue = ({ status, billedAmount, refundAmount, price }: LockedRegistration) =>
  status !== 'cancelled' && status !== 'waitlisted' && refundAmount === 0 && billedAmount < price;

function changeMoney(id: number, change: (money: Money) => Money, { owner = null, now = new Date() }: Options): Promise<void> {
  return db.$transaction(async (tx) => {
    const registration = await lockRegistration(tx, id, owner);
    await saveMoney(tx, registration, change(registration), now);
  });
}

/** The same within somebody's transaction, which has the seats of the event. */
export async function saveMoney(tx: Transaction, before: LockedRegistration, wanted: Money, now: Date): Promise<void> {
  const money = {
    billedAmount: wanted.billedAmount,
    billedAt: wanted.billedAmount > 0 ? (wanted.billedAt ?? now) : null,
    refundAmount: wanted.refundAmount,
    refundedAt: wanted.refundAmount > 0 ? (wanted.refundedAt ?? now) : null,
  };
  const refusal = moneyRefusal(money, now);
  if (refusal) throw new InvalidField(refusal.field, refusal.code, { amount: money.billedAmount });
  await tx.registration.update({ where: { id: before.id }, data: money, select: { id: true } });
  if (money.refundAmount > before.refundAmount) await queueRegistrationMails(tx, 'registration-refunded', [before.id]);
}
