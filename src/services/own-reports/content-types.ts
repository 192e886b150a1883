import type { OwnFormat } from '../../policies/own-reports.ts';

/** The Content-Type of each kind of file. */
export const contentTypes: Record<OwnFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
