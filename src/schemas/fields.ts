import { z } from 'zod';
import { isValidZone, zonedToUtc } from '../formats/dates.ts';
import { parseMoney } from '../formats/money.ts';
import { parsePhone } from '../formats/phone.ts';
import { isGone } from '../policies/privacy.ts';

/** Text that PostgreSQL can keep and a page can show: no NUL and other control characters, no half of a surrogate pair. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
export const isClean = (text: string) => text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);

/** A string that was sent once; a field that came twice or not at all says so. */
export const sentOnce = (missing: string) => z.string({ error: (issue) => (issue.input === undefined ? missing : 'forms:single') });

const limited = (max: number, missing: string) => sentOnce(missing).trim().max(max, 'forms:too_long').refine(isClean, 'forms:characters');

/** A line that must be filled in; `missing` is the key of the words that ask for it. */
export const requiredLine = (max: number, missing = 'forms:required') =>
  limited(max, missing)
    .min(1, missing)
    .refine((text) => !/[\r\n]/.test(text), 'forms:one_line');

export const optionalLine = (max: number) =>
  limited(max, 'forms:required')
    .refine((text) => !/[\r\n]/.test(text), 'forms:one_line')
    .default('');

/** Several lines that must be filled in. */
export const requiredText = (max: number, missing = 'forms:required') =>
  limited(max, missing)
    .min(1, missing)
    .transform((text) => text.replaceAll('\r\n', '\n'));

/** Several lines, with the line ends of a browser made plain. */
export const optionalText = (max: number) =>
  limited(max, 'forms:required')
    .transform((text) => text.replaceAll('\r\n', '\n'))
    .default('');

export const email = requiredLine(254, 'forms:email')
  .pipe(z.email('forms:email'))
  .refine((address) => !/[^\x21-\x7e]/.test(address), 'forms:email')
  .refine((address) => !isGone(address), 'forms:email');

/** A phone number, as E.164. */
export const phone = requiredLine(40, 'forms:phone').transform((text, ctx) => {
  const number = parsePhone(text);
  if (number) return number;
  ctx.addIssue({ code: 'custom', message: 'forms:phone' });
  return z.NEVER;
});

export const optionalPhone = z
  .preprocess((value) => (value === '' ? undefined : value), phone.optional())
  .transform((number) => number ?? null);

/** Major units with a comma or a point, as minor units between `min` and `max`. */
export const money = ({ min = 0, max = 100_000_000, missing = 'forms:money' } = {}) =>
  requiredLine(40, missing).transform((text, ctx) => {
    const minor = parseMoney(text);
    if (minor !== null && minor >= min && minor <= max) return minor;
    const message = minor === null ? 'forms:money' : minor < min ? 'forms:money_min' : 'forms:money_max';
    ctx.addIssue({ code: 'custom', message, params: { minimum: min / 100, maximum: max / 100 } });
    return z.NEVER;
  });

/** A whole number typed by a person. */
export const wholeNumber = (min: number, max: number, message: string) =>
  requiredLine(20, message).transform((text, ctx) => {
    const digits = text.replace(/[\s\u00a0]/g, '');
    const value = /^[+-]?\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
    if (value >= min && value <= max) return value;
    ctx.addIssue({ code: 'custom', message, params: { minimum: min, maximum: max } });
    return z.NEVER;
  });

/** The id of a row chosen from a list; whether there is such a row is for the service to say. */
export const rowId = (missing: string) =>
  requiredLine(20, missing).transform((text, ctx) => {
    const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
    if (id > 0 && id <= 2_147_483_647) return id;
    ctx.addIssue({ code: 'custom', message: missing });
    return z.NEVER;
  });

export const optionalRowId = (message: string) =>
  z.preprocess((value) => (value === '' ? undefined : value), rowId(message).optional()).transform((id) => id ?? null);

export const timeZone = requiredLine(64, 'forms:time_zone').refine(isValidZone, 'forms:time_zone');

/** The value of a datetime-local input; becomes a moment together with its zone (see `moment`). */
export const localDateTime = (missing: string) => requiredLine(30, missing);

/** A moment from a datetime-local value and a zone, or an issue at `field`. */
export function moment(local: string, zone: string, field: string, message: string, ctx: z.RefinementCtx): Date {
  const at = isValidZone(zone) ? zonedToUtc(local, zone) : null;
  if (at) return at;
  ctx.addIssue({ code: 'custom', path: [field], message });
  return new Date(Number.NaN);
}

/** A calendar day, YYYY-MM-DD. */
export const day = (message: string) => requiredLine(10, message).refine((text) => zonedToUtc(`${text}T00:00`, 'UTC') !== null, message);

export const optionalDay = (message: string) => z.preprocess((value) => (value === '' ? undefined : value), day(message).optional());

/** A checkbox: there or not. */
export const checkbox = z
  .string({ error: 'forms:single' })
  .optional()
  .transform((value) => value !== undefined && value !== '');

/** A checkbox that must be set. */
export const consent = z
  .string({ error: (issue) => (issue.input === undefined ? 'forms:consent' : 'forms:single') })
  .min(1, 'forms:consent');

export const choice = <const T extends readonly [string, ...string[]]>(values: T, message = 'forms:choice') =>
  z.enum(values, { error: (issue) => (Array.isArray(issue.input) ? 'forms:single' : message) });

/** A filter of a list: an empty value is none. */
export const optionalChoice = <const T extends readonly [string, ...string[]]>(values: T, message = 'forms:choice') =>
  z.preprocess((value) => (value === '' ? undefined : value), choice(values, message).optional());
