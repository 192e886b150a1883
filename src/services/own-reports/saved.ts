import { db } from '../../db.ts';
import { Conflict, InvalidField, NotFound } from '../../errors.ts';
import { Prisma } from '../../generated/client.ts';
import type { OwnChoices, OwnFormat, Schedule } from '../../policies/own-reports.ts';
import { nextMailAt } from '../../presenters/own-reports/dates.ts';

/** As many as still are a list. */
export const MOST_SAVED = 100;

/** A report that an account keeps. */
export interface SavedReport {
  id: number;
  name: string;
  choices: OwnChoices;
  schedule: Schedule;
  file: OwnFormat;
  openedAt: Date | null;
}

/** What is saved. */
export interface Draft {
  name: string;
  choices: OwnChoices;
  schedule: Schedule;
  file: OwnFormat;
}

/** Thrown when an account keeps as many reports as it may. */
export class TooManySaved extends Conflict {
  constructor() {
    super('too_many_saved', { count: MOST_SAVED });
  }
}

/** Thrown when the account has another report of that name. */
export class NameTaken extends InvalidField {
  constructor() {
    super('name', 'name_taken');
  }
}

const select = { id: true, name: true, choices: true, schedule: true, fileFormat: true, openedAt: true };
type Row = Prisma.SavedReportGetPayload<{ select: typeof select }>;

const toSaved = ({ choices, schedule, fileFormat, ...row }: Row): SavedReport => ({
  ...row,
  choices: choices as unknown as OwnChoices,
  schedule: schedule as Schedule,
  file: fileFormat as OwnFormat,
});

/** The reports of an account, the one opened last first. */
export async function listSavedReports(accountId: number): Promise<SavedReport[]> {
  const rows = await db.savedReport.findMany({
    where: { accountId },
    select,
    orderBy: [{ openedAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
  });
  return rows.map(toSaved);
}

export const countSavedReports = (accountId: number): Promise<number> => db.savedReport.count({ where: { accountId } });

/** @throws NotFound if the account has no such report */
export async function getSavedReport(id: number, accountId: number): Promise<SavedReport> {
  const row = await db.savedReport.findFirst({ where: { id, accountId }, select });
  if (!row) throw new NotFound();
  return toSaved(row);
}

/** Notes that a report was looked at. */
export async function markOpened(id: number, now = new Date()): Promise<void> {
  await db.savedReport.updateMany({ where: { id }, data: { openedAt: now } });
}

/**
 * Keeps a report under a name.
 * @throws NameTaken
 * @throws TooManySaved
 */
export async function saveReport(accountId: number, draft: Draft, now = new Date()): Promise<number> {
  const data = { accountId, openedAt: now, ...columnsOf(draft, now) };
  return uniquely(() =>
    db.$transaction(async (tx) => {
      // those of one account are saved one after the other, so that none slips by the limit
      await tx.$queryRaw`SELECT id FROM accounts WHERE id = ${accountId} FOR UPDATE`;
      if ((await tx.savedReport.count({ where: { accountId } })) >= MOST_SAVED) throw new TooManySaved();
      const { id } = await tx.savedReport.create({ data, select: { id: true } });
      return id;
    }),
  );
}

/**
 * Changes a report that is kept.
 * @throws NotFound if the account has no such report
 * @throws NameTaken
 */
export async function changeSavedReport(id: number, accountId: number, draft: Draft, now = new Date()): Promise<void> {
  const { count } = await uniquely(() => db.savedReport.updateMany({ where: { id, accountId }, data: columnsOf(draft, now) }));
  if (count === 0) throw new NotFound();
}

/** @throws NotFound if the account has no such report */
export async function deleteSavedReport(id: number, accountId: number): Promise<void> {
  const { count } = await db.savedReport.deleteMany({ where: { id, accountId } });
  if (count === 0) throw new NotFound();
}

const columnsOf = ({ name, choices, schedule, file }: Draft, now: Date) => ({
  name,
  choices: choices as unknown as Prisma.InputJsonObject,
  schedule,
  fileFormat: file,
  nextRunAt: nextMailAt(schedule, now),
});

async function uniquely<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw new NameTaken();
    throw error;
  }
}
