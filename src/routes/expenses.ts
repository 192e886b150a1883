import { Router } from 'express';
import type { Response } from 'express';
import { requireOrganizer } from '../middleware/current-account.ts';
import { flash } from '../middleware/flash.ts';
import { page } from '../page.ts';
import { typedMoney } from '../presenters/event-form.ts';
import { ExpenseForm } from '../schemas/expenses.ts';
import { blankForm, idOf, parseForm } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import type { EventDetails } from '../services/events/read.ts';
import { addExpense, deleteExpense, eventMoney, getExpense, listExpenses, updateExpense } from '../services/expenses.ts';
import type { Expense } from '../services/expenses.ts';
import { ownEvent } from './events/own-event.ts';

/** What an event cost; its organizer alone sees it. */
export const expenses = Router();

expenses.get('/events/:id/expenses', requireOrganizer, async (req, res) => {
  await listPage(res, await ownEvent(req, res), blankForm({ spent_at: dayOf(new Date()) }));
});

expenses.post('/events/:id/expenses', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const form = parseForm(ExpenseForm, req.body, res.locals.t);
  if (!form.ok) return listPage(res.status(422), event, form);
  await addExpense(event.id, form.data);
  flash(res, 'ok', res.locals.t('expenses:added'));
  res.redirect(303, `/events/${event.id}/expenses`);
});

expenses.get('/events/:id/expenses/:expenseId/edit', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const expense = await getExpense(event.id, idOf(req.params['expenseId']));
  const { title, amount, spentAt } = expense;
  editPage(res, event, expense, blankForm({ title, amount: typedMoney(amount, res.locals.locale), spent_at: dayOf(spentAt) }));
});

expenses.post('/events/:id/expenses/:expenseId', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const expense = await getExpense(event.id, idOf(req.params['expenseId']));
  const form = parseForm(ExpenseForm, req.body, res.locals.t);
  if (!form.ok) return editPage(res.status(422), event, expense, form);
  await updateExpense(event.id, expense.id, form.data);
  flash(res, 'ok', res.locals.t('expenses:saved'));
  res.redirect(303, `/events/${event.id}/expenses`);
});

expenses.get('/events/:id/expenses/:expenseId/deletion', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const expense = await getExpense(event.id, idOf(req.params['expenseId']));
  page(res, 'expenses/deletion', { title: res.locals.t('expenses:deletion.title'), noindex: true, event, expense });
});

expenses.post('/events/:id/expenses/:expenseId/deletion', requireOrganizer, async (req, res) => {
  const event = await ownEvent(req, res);
  const expense = await getExpense(event.id, idOf(req.params['expenseId']));
  await deleteExpense(event.id, expense.id);
  flash(res, 'ok', res.locals.t('expenses:deleted', { title: expense.title }));
  res.redirect(303, `/events/${event.id}/expenses`);
});

async function listPage(res: Response, event: EventDetails, form: Form): Promise<void> {
  const [list, money] = await Promise.all([listExpenses(event.id), eventMoney(event.id)]);
  page(res, 'expenses/index', { title: res.locals.t('expenses:title'), noindex: true, event, form, expenses: list, money });
}

function editPage(res: Response, event: EventDetails, expense: Expense, form: Form): void {
  page(res, 'expenses/edit', { title: res.locals.t('expenses:edit_title'), noindex: true, event, expense, form });
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
