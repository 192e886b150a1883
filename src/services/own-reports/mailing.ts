import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { nextMailAt } from '../../presenters/own-reports/dates.ts';

/**
 * Queues a mail for each saved report that is due and sets its next time, in one statement: a report is mailed once for its time however
 * many workers ask, and times that nobody was there for are made up for once. Says how many. A mail with other people's data goes to no
 * address that was not confirmed.
 */
export const queueSavedReports = (now: Date = new Date()): Promise<number> => db.$executeRaw`
  WITH due AS (
    UPDATE saved_reports SET next_run_at =
      CASE schedule WHEN 'weekly' THEN ${nextMailAt('weekly', now)}::timestamptz ELSE ${nextMailAt('monthly', now)}::timestamptz END
    WHERE next_run_at <= ${now}::timestamptz
    RETURNING id, account_id
  )
  INSERT INTO mails (kind, recipient, locale, payload)
  SELECT 'report', a.email, a.locale, jsonb_build_object('savedReportId', due.id)
  FROM due JOIN accounts a ON a.id = due.account_id
  WHERE a.email_confirmed_at IS NOT NULL AND a.role IN ('organizer', 'admin')`;

/** A report that is or was mailed, by the secret of its mails. */
export interface MailedReport {
  id: number;
  name: string;
  isMailed: boolean;
}

/** @throws NotFound if no report has that secret */
export async function getMailedReport(stopToken: string): Promise<MailedReport> {
  const report = await db.savedReport.findUnique({ where: { stopToken }, select: { id: true, name: true, schedule: true } });
  if (!report) throw new NotFound();
  const { schedule, ...rest } = report;
  return { ...rest, isMailed: schedule !== 'none' };
}

/** Mails the report no longer; it stays as it is otherwise. */
export async function stopMailing(id: number): Promise<void> {
  await db.savedReport.update({ where: { id }, data: { schedule: 'none', nextRunAt: null } });
}
