import type { Response } from 'express';
import { accountOf } from '../../middleware/current-account.ts';
import type { OwnChoices } from '../../policies/own-reports.ts';
import { typedChoices } from '../../presenters/own-reports/form.ts';
import { choicesQuery } from '../../presenters/own-reports/links.ts';
import { parseForm } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { OwnReportQuery } from '../../schemas/own-reports.ts';
import { openOwnReport } from '../../services/own-reports/open.ts';
import type { OwnReport } from '../../services/own-reports/open.ts';
import { getSavedReport } from '../../services/own-reports/saved.ts';
import type { SavedReport } from '../../services/own-reports/saved.ts';

/** What a query string or a posted form comes to. */
export interface OwnRequest {
  form: Form;
  choices: OwnChoices;
  /** The saved report that this is, or was before the choices changed. */
  saved: SavedReport | null;
  /** The report, if it was asked for rightly. */
  wanted: { report: OwnReport; query: OwnReportQuery } | null;
}

/** @throws NotFound for an event or a saved report that does not exist or is somebody else's */
export async function readOwnRequest(input: Record<string, unknown>, res: Response): Promise<OwnRequest> {
  const account = accountOf(res);
  const form = parseForm(OwnReportQuery, input, res.locals.t);
  if (!form.ok) {
    const { choices } = OwnReportQuery.parse({});
    return { form: { values: { ...typedChoices(choices), ...form.values }, errors: form.errors }, choices, saved: null, wanted: null };
  }
  const query = form.data;
  const { choices } = query;
  const saved = query.saved === null ? null : await getSavedReport(query.saved, account.id);
  const isUnchanged = saved !== null && String(choicesQuery(saved.choices)) === String(choicesQuery(choices));
  const report = await openOwnReport(choices, account, { name: isUnchanged ? saved.name : null });
  return { form: { values: { ...form.values, ...typedChoices(choices) }, errors: {} }, choices, saved, wanted: { report, query } };
}
