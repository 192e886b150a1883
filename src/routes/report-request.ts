import type { Response } from 'express';
import { accountOf } from '../middleware/current-account.ts';
import { ownedBy } from '../policies/accounts.ts';
import type { CurrentAccount } from '../policies/accounts.ts';
import { parseForm, withError } from '../schemas/form.ts';
import type { Form } from '../schemas/form.ts';
import { ReportQuery } from '../schemas/reports.ts';
import type { ReportType } from '../schemas/reports.ts';
import type { EventOption } from '../services/events/options.ts';
import { chosenEvents } from '../services/reports/scope.ts';
import type { ReportScope } from '../services/reports/scope.ts';
import { chooseVisitor } from '../services/reports/visitor.ts';
import type { Candidate, VisitorChoice } from '../services/reports/visitor.ts';

/** A report that somebody asked for and may have. */
export interface WantedReport {
  type: ReportType;
  query: ReportQuery;
  scope: ReportScope;
  subject: { account: CurrentAccount; events: EventOption[]; visitor: Candidate | null };
}

/** What a query string comes to: what the form shows, and the report if it was asked for rightly. */
export interface ReportRequest {
  form: Form;
  chosen: EventOption[];
  visitors: VisitorChoice;
  wanted: WantedReport | null;
}

/** @throws NotFound for an event or a visitor that does not exist or is somebody else's */
export async function readRequest(input: Record<string, unknown>, res: Response): Promise<ReportRequest> {
  const account = accountOf(res);
  const ownerId = ownedBy(account);
  const form = parseForm(ReportQuery, input, res.locals.t);
  if (!form.ok) return { form, chosen: [], visitors: await chooseVisitor(ownerId, null, ''), wanted: null };

  const { type, visitor_id, visitor_q } = form.data;
  const [chosen, visitors] = await Promise.all([
    chosenEvents({ ownerId, eventIds: form.data.event_id }),
    chooseVisitor(ownerId, visitor_id, visitor_q),
  ]);
  const { visitor } = visitors;
  const shown = { values: { ...form.values, visitor_id: String(visitor?.id ?? '') }, errors: {} };
  if (type === 'visitor' && !visitor) return { form: withoutVisitor(shown, visitors, res), chosen, visitors, wanted: null };

  const query = { ...form.data, visitor_id: visitor?.id ?? null };
  const subject = { account, events: chosen, visitor: type === 'visitor' ? visitor : null };
  return { form: shown, chosen, visitors, wanted: type ? { type, query, scope: scopeOf(type, query, ownerId), subject } : null };
}

/** Nobody was found, or nobody chosen; a link may only open the form, and of several that were found one is still to be chosen. */
function withoutVisitor(form: Form, { candidates }: VisitorChoice, { locals: { t } }: Response): Form {
  if (!form.values['format']) return form;
  if (!form.values['visitor_q']) return withError(form, 'visitor_id', t('reports:errors.visitor'));
  return candidates.length > 0 ? form : withError(form, 'visitor_q', t('reports:errors.nobody'));
}

const scopeOf = (type: ReportType, query: ReportQuery, ownerId: number | null): ReportScope => ({
  ownerId,
  from: query.from ?? null,
  to: query.to ?? null,
  eventIds: query.event_id,
  statuses: type === 'registrations' ? query.status : [],
  visitorId: type === 'visitor' ? query.visitor_id : null,
});
