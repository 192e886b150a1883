import { xlsxRowLimit } from '../../formats/xlsx.ts';
import { PDF_ROW_LIMIT } from '../../schemas/reports.ts';
import type { FileFormat } from '../../schemas/reports.ts';
import type { Words } from '../formatter.ts';

/** The Content-Type of each kind of file. */
export const contentTypes: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** How many rows a file may have. */
export const rowLimits: Record<FileFormat, number> = { csv: Infinity, pdf: PDF_ROW_LIMIT, xlsx: xlsxRowLimit };

/** Says kindly that this kind of file does not take so many rows. */
export function tooLongWords(format: FileFormat, rows: number, { t, fmt }: Words): { title: string; text: string } {
  const numbers = { count: rows, rows: fmt.number(rows), limit: fmt.number(rowLimits[format]) };
  return format === 'xlsx'
    ? { title: t('downloads:sheet_full.title'), text: t('downloads:sheet_full.text', numbers) }
    : { title: t('downloads:too_long.title'), text: t('downloads:too_long.text', numbers) };
}
