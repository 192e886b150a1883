import { config } from '../../config.ts';
import type { NewsKind } from '../../policies/notifications.ts';

/** What a link in a mail switches off: a kind of news, or the new events of one group. */
export type StopTarget = NewsKind | `group-${number}`;

/** The address that switches mails of a kind off without logging in; `mailToken` is the account's secret for that. */
export const stopUrl = (mailToken: string, target: StopTarget): string => `${config.baseUrl}/stop/${mailToken}/${target}`;

/** Lets mail programs offer that by a button of their own (RFC 8058). */
export const stopHeaders = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});
