import { db } from '../db.ts';
import { NotFound } from '../errors.ts';

/** Amounts are in minor units, `spentAt` is a calendar day at midnight UTC. */
export interface Expense {
  id: number;
  title: string;
  amount: number;
  spentAt: Date;
}

export type ExpenseInput = Omit<Expense, 'id'>;

/** The money of an event, in minor units. */
export interface EventMoney {
  expected: number;
  billed: number;
  refunded: number;
  expenses: number;
  profit: number;
  unpaid: number;
  unpaidSum: number;
}

const columns = { id: true, title: true, amount: true, spentAt: true } as const;

/** What an event cost, the oldest first. */
export const listExpenses = (eventId: number): Promise<Expense[]> =>
  db.expense.findMany({ where: { eventId }, select: columns, orderBy: [{ spentAt: 'asc' }, { id: 'asc' }] });

/**
 * One expense of an event.
 * @throws NotFound if the event has no such expense
 */
export async function getExpense(eventId: number, id: number): Promise<Expense> {
  const expense = await db.expense.findFirst({ where: { id, eventId }, select: columns });
  if (!expense) throw new NotFound();
  return expense;
}

export async function addExpense(eventId: number, input: ExpenseInput): Promise<void> {
  await db.expense.create({ data: { ...input, eventId }, select: { id: true } });
}

/** @throws NotFound if the event has no such expense any more */
export async function updateExpense(eventId: number, id: number, input: ExpenseInput): Promise<void> {
  const { count } = await db.expense.updateMany({ where: { id, eventId }, data: input });
  if (count === 0) throw new NotFound();
}

/** Deletes an expense; one that is gone already is fine. */
export async function deleteExpense(eventId: number, id: number): Promise<void> {
  await db.expense.deleteMany({ where: { id, eventId } });
}

/** What an event brings and costs. Expected and unpaid count those who have a seat, unpaid without those who were refunded. */
export async function eventMoney(eventId: number): Promise<EventMoney> {
  const [money] = await db.$queryRaw<Omit<EventMoney, 'profit'>[]>`
    SELECT coalesce(sum(price) FILTER (WHERE seated), 0)::float8 AS expected,
      coalesce(sum(billed_amount), 0)::float8 AS billed, coalesce(sum(refund_amount), 0)::float8 AS refunded,
      count(*) FILTER (WHERE unpaid)::int AS unpaid, coalesce(sum(price - billed_amount) FILTER (WHERE unpaid), 0)::float8 AS "unpaidSum",
      (SELECT coalesce(sum(amount), 0)::float8 FROM expenses WHERE event_id = ${eventId}) AS expenses
    FROM (
      SELECT *, status IN ('registered', 'attended', 'no_show') AS seated,
        status IN ('registered', 'attended', 'no_show') AND refund_amount = 0 AND billed_amount < price AS unpaid
      FROM reg_for_the_event WHERE event_id = ${eventId}) r`;
  const { billed, refunded, expenses } = money!;
  return { ...money!, profit: billed - refunded - expenses };
}
