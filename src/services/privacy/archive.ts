import type { Readable } from 'node:stream';
import { fileStore } from '../../adapters/file-store.ts';
import { config } from '../../config.ts';
import { db } from '../../db.ts';
import { csvStream } from '../../formats/csv.ts';
import { zipStream } from '../../formats/zip.ts';
import type { ZipEntry } from '../../formats/zip.ts';
import { isLocale, translator } from '../../i18n.ts';
import type { Locale } from '../../i18n.ts';
import { AVATAR_SIZE, coverWidths } from '../../policies/media.ts';
import { dataSections } from './contents.ts';
import type { DataRow } from './contents.ts';

/** Everything about the person of an account as a ZIP: JSON, the same as tables where it is a list, and their pictures. */
export async function dataArchive(accountId: number, now: Date): Promise<Readable> {
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { email: true, emailConfirmedAt: true, locale: true },
  });
  const locale = isLocale(account.locale) ? account.locale : config.defaultLocale;
  const subject = { id: accountId, email: account.emailConfirmedAt ? account.email : null };
  const entries: ZipEntry[] = [about(locale)];
  for (const { name, isList, rows: read } of dataSections(subject, now)) {
    const rows = await read();
    entries.push({ name: `${name}.json`, body: Buffer.from(`${JSON.stringify(isList ? rows : (rows[0] ?? null), null, 2)}\n`) });
    if (isList && rows[0]) entries.push({ name: `${name}.csv`, body: tableOf(rows, locale) });
  }
  return zipStream([...entries, ...(await picturesOf(accountId))], now);
}

const about = (locale: Locale): ZipEntry => ({
  name: 'README.txt',
  body: Buffer.from(`${translator(locale)('privacy:archive.about', { currency: config.currency })}\n`),
});

function tableOf(rows: DataRow[], locale: Locale): Readable {
  const names = Object.keys(rows[0]!);
  const columns = names.map((label) => ({ label }));
  return csvStream(
    columns,
    rows.map((row) => names.map((name) => cellOf(row[name]))),
    locale,
  );
}

function cellOf(value: unknown): string | number | null {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}

async function picturesOf(accountId: number): Promise<ZipEntry[]> {
  const pictures = await db.media.findMany({ where: { accountId }, select: { id: true, purpose: true }, orderBy: { createdAt: 'asc' } });
  const found = await Promise.all(
    pictures.map(async ({ id, purpose }) => {
      const file = await fileStore.find(`pictures/${id}/${purpose === 'avatar' ? AVATAR_SIZE : coverWidths.at(-1)}.jpg`);
      return file ? [{ name: `pictures/${purpose}-${id}.jpg`, body: file.stream() }] : [];
    }),
  );
  return found.flat();
}
