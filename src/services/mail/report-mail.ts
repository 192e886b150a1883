import type { Readable } from 'node:stream';
import type { Attachment } from '../../adapters/message.ts';
import { config } from '../../config.ts';
import { db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { canOrganize } from '../../policies/accounts.ts';
import type { OwnChoices, OwnFormat } from '../../policies/own-reports.ts';
import type { Words } from '../../presenters/formatter.ts';
import { siteDate } from '../../presenters/own-reports/dates.ts';
import { ownFileNames } from '../../presenters/own-reports/links.ts';
import { contentTypes, rowLimits } from '../../presenters/reports/files.ts';
import { findCurrentAccount } from '../accounts/current.ts';
import { aboutOf, countRows, makeOwnFile } from '../own-reports/files.ts';
import { openOwnReport } from '../own-reports/open.ts';
import type { OwnReport } from '../own-reports/open.ts';
import type { MailContent } from './content.ts';
import type { ClaimedMail } from './outbox.ts';
import { stopHeaders } from './stop.ts';

/** Servers refuse mails that are much larger. */
export const MOST_BYTES = 10 * 1024 * 1024;

/** A slow report must not keep the mails behind it. */
const PATIENCE_MS = 45_000;

/** What the mail of a saved report says, with the file as it is at this moment. Null if it is not to be mailed any more. */
export async function reportContent(mail: ClaimedMail, words: Words, now: Date): Promise<MailContent | null> {
  const saved = await findMailed(mail.payload);
  const account = saved && (await findCurrentAccount(saved.accountId));
  if (!saved || !account || !canOrganize(account) || account.email.toLowerCase() !== mail.recipient.toLowerCase()) return null;
  const choices = saved.choices as unknown as OwnChoices;
  const report = await openOwnReport(choices, account, { name: saved.name, now }).catch(nothingIfGone);
  if (!report) return null;

  const { title, subtitle } = aboutOf(report, words);
  const file = await attachmentOf(report, saved.fileFormat as OwnFormat, words, now);
  const stop = `${config.baseUrl}/reports/stop/${saved.stopToken}`;
  return {
    toName: `${account.firstName} ${account.lastName}`,
    say: { name: account.firstName, title, subtitle, date: siteDate(now, words) },
    values: { url: `${config.baseUrl}/reports/saved/${saved.id}`, hasFile: file !== null, schedule: saved.schedule, stop },
    attachments: file ? [file] : [],
    headers: stopHeaders(stop),
  };
}

async function findMailed(payload: unknown) {
  const { savedReportId } = (payload ?? {}) as { savedReportId?: unknown };
  if (typeof savedReportId !== 'number') return null;
  const saved = await db.savedReport.findUnique({ where: { id: savedReportId } });
  return saved?.schedule === 'none' ? null : saved;
}

/** An event that the report was about has been deleted: there is nothing to tell. */
function nothingIfGone(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}

/** The file, or null if it is too large for a mail. */
async function attachmentOf(report: OwnReport, format: OwnFormat, words: Words, now: Date): Promise<Attachment | null> {
  if (rowLimits[format] < Infinity && (await countRows(report)) > rowLimits[format]) return null;
  let content: Buffer | null = null;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  await makeOwnFile(report, { format, signal, now }, words, async (file) => {
    content = await collected(file, signal);
  });
  const filename = ownFileNames(report.choices.type, aboutOf(report, words).title, format, now).local;
  return content && { filename, contentType: contentTypes[format], content };
}

/** All of a file, or null if it is longer than a mail may be; then the rest is not made. */
async function collected(file: Readable, signal: AbortSignal): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file as AsyncIterable<Uint8Array | string>) {
    signal.throwIfAborted();
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_BYTES) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
