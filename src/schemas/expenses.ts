import { z } from 'zod';
import { day, money, requiredLine } from './fields.ts';

/** Something that an event cost; `spent_at` is a calendar day. */
export const ExpenseForm = z
  .object({
    title: requiredLine(200, 'expenses:errors.title'),
    amount: money({ max: 1_000_000_000, missing: 'expenses:errors.amount' }).refine((minor) => minor > 0, 'expenses:errors.amount'),
    spent_at: day('expenses:errors.spent_at'),
  })
  .transform(({ spent_at, ...rest }) => ({ ...rest, spentAt: new Date(`${spent_at}T00:00Z`) }));

export type ExpenseInput = z.output<typeof ExpenseForm>;
