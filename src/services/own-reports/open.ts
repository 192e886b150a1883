import { ownedBy } from '../../policies/accounts.ts';
import type { CurrentAccount } from '../../policies/accounts.ts';
import type { OwnChoices } from '../../policies/own-reports.ts';
import { periodOf } from '../../presenters/own-reports/dates.ts';
import type { EventOption } from '../events/options.ts';
import { chosenEvents } from '../reports/scope.ts';
import type { ReportScope } from '../reports/scope.ts';

/** A report that somebody asked for and may have. */
export interface OwnReport {
  choices: OwnChoices;
  /** What it was saved as. */
  name: string | null;
  account: Pick<CurrentAccount, 'id' | 'firstName' | 'lastName' | 'role'>;
  scope: ReportScope;
  /** The events that were chosen by name. */
  events: EventOption[];
}

/**
 * The report as it is at that moment: what is called a month is that month now.
 * @throws NotFound for an event that does not exist or is somebody else's
 */
export async function openOwnReport(
  choices: OwnChoices,
  account: CurrentAccount,
  { name = null, now = new Date() }: { name?: string | null; now?: Date } = {},
): Promise<OwnReport> {
  const ownerId = ownedBy(account);
  const { eventIds, statuses } = choices;
  const events = await chosenEvents({ ownerId, eventIds });
  return { choices, name, account, events, scope: { ownerId, ...periodOf(choices, now), eventIds, statuses, visitorId: null } };
}
