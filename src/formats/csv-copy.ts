import { Transform } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Locale } from '../i18n.ts';
import { csvDelimiter, csvLayout, guardCell } from './csv.ts';

/** The statement that makes PostgreSQL print a query as CSV. Its columns must be text made by sqlGuard, sqlMoney and sqlTime, or integers. */
export const sqlCopy = (select: string, locale: Locale): string =>
  `COPY (${select}) TO STDOUT WITH (FORMAT csv, DELIMITER '${csvDelimiter(locale)}')`;

/** SQL for a text cell, with the same rule as guardCell. Empty text becomes NULL, because COPY prints "" for it. */
export const sqlGuard = (expr: string): string =>
  `CASE WHEN ${expr} ~ '^[=+@\\t\\r\\n＝＋－＠-]' AND ${expr} !~ '^\\+[0-9]{7,15}$' THEN '''' || ${expr} ELSE NULLIF(${expr}, '') END`;

/** SQL for a sum in minor units, as formatMoneyPlain prints it. */
export function sqlMoney(expr: string, locale: Locale): string {
  const plain = `round((${expr})::numeric / 100, 2)::text`;
  return locale === 'ru' ? `replace(${plain}, '.', ',')` : plain;
}

/** SQL for an instant in a zone, as isoInZone prints it. */
export const sqlTime = (expr: string, zoneExpr: string): string => `to_char(${expr} AT TIME ZONE ${zoneExpr}, 'YYYY-MM-DD HH24:MI')`;

/** What stands before the rows: BOM and the line of labels. */
export function csvHead(labels: readonly string[], locale: Locale): string {
  return stringify([labels.map(guardCell)], csvLayout(locale));
}

/** Turns the output of sqlCopy into the file that csvStream would make: the head first, CRLF instead of COPY's LF between rows. */
export function csvFromCopy(labels: readonly string[], locale: Locale): Transform {
  let isQuoted = false;
  const withCrlf = (text: string): string =>
    text.replace(/["\n]/g, (sign) => {
      if (sign === '"') isQuoted = !isQuoted;
      return sign === '\n' && !isQuoted ? '\r\n' : sign;
    });
  const file = new Transform({
    // latin1 keeps every byte of UTF-8 as it is, however the chunks were cut
    transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(withCrlf(chunk.toString('latin1')), 'latin1')),
  });
  file.push(csvHead(labels, locale));
  return file;
}
