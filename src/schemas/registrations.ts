import { z } from 'zod';
import { settableStatuses, sides, registrationStatuses } from '../policies/registrations.ts';
import {
  checkbox,
  choice,
  consent,
  email,
  localDateTime,
  moment,
  money,
  optionalChoice,
  optionalLine,
  optionalRowId,
  phone,
  requiredLine,
  rowId,
} from './fields.ts';

/** Read where an event has two sides only. */
const attendance = optionalChoice(sides, 'registrations:errors.attendance');

/** The form by which a person registers for an event. `waitlist` says for what one would wait: `yes` is any side, a side is that one alone. */
export const RegisterForm = z
  .object({
    attendance,
    first_name: requiredLine(100, 'registrations:errors.first_name'),
    last_name: requiredLine(100, 'registrations:errors.last_name'),
    email,
    phone,
    consent,
    waitlist: optionalChoice(['yes', ...sides]),
  })
  .transform(({ attendance: side, first_name: firstName, last_name: lastName, email: address, phone: number, waitlist }) => ({
    person: { firstName, lastName, email: address, phone: number },
    isRemote: side === 'online',
    acceptWaitlist: waitlist === 'yes' || (waitlist !== undefined && waitlist === side),
  }));

/** The wish to take part in the other way. */
export const AttendanceForm = z.object({ attendance: choice(sides, 'registrations:errors.attendance') });

/** The form by which an organizer registers somebody they know. */
export const RegisterVisitorForm = z.object({
  event_id: rowId('registrations:errors.event'),
  visitor_id: rowId('registrations:errors.visitor'),
  attendance,
  waitlist: checkbox,
});

/** What the form of an organizer is opened with; nonsense in the address is no reason to refuse it. */
export const PickerQuery = z.object({
  event_id: optionalRowId('forms:choice').catch(null),
  visitor_id: optionalRowId('forms:choice').catch(null),
  visitor_q: optionalLine(100).catch(''),
  attendance: optionalChoice(sides).catch(undefined),
});

export const paymentFilters = ['due', 'paid', 'refund_due', 'refunded'] as const;
export const registrationSorts = ['newest', 'oldest', 'name'] as const;

/** The filters of an organizer's list. */
export const RegistrationFilter = z.object({
  q: optionalLine(100),
  event_id: optionalRowId('forms:choice'),
  status: optionalChoice(registrationStatuses),
  payment: optionalChoice(paymentFilters),
  sort: optionalChoice(registrationSorts).transform((sort) => sort ?? 'newest'),
  after: optionalRowId('forms:choice'),
});

export const bulkActions = ['attended', 'no_show', 'registered', 'paid', 'cancelled'] as const;

/** What is to be done with the registrations ticked in the list. */
export const BulkForm = z.object({
  action: choice(bulkActions),
  ids: z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(rowId('forms:choice')).min(1, 'registrations:errors.nothing_ticked').max(200, 'registrations:errors.nothing_ticked'),
  ),
  confirmed: checkbox,
});

export const StatusForm = z.object({ status: choice(settableStatuses) });

const amount = money({ max: 1_000_000_000 });
const optionalMoment = z.preprocess((value) => (value === '' ? undefined : value), localDateTime('registrations:errors.moment').optional());

/** What an organizer may change of a registration. Moments are typed in the time zone of the event. */
export const editForm = (zone: string) =>
  z
    .object({
      status: choice(registrationStatuses),
      billed_amount: amount,
      billed_at: optionalMoment,
      refund_amount: amount,
      refunded_at: optionalMoment,
      version: z.iso.datetime({ error: 'forms:invalid' }),
    })
    .transform((typed, ctx) => {
      const at = (name: 'billed_at' | 'refunded_at', sum: number) => {
        const local = typed[name];
        if (local === undefined) return null;
        if (sum > 0) return moment(local, zone, name, 'registrations:errors.moment', ctx);
        ctx.addIssue({ code: 'custom', path: [name], message: 'registrations:errors.moment_without_amount' });
        return null;
      };
      return {
        status: typed.status,
        billedAmount: typed.billed_amount,
        billedAt: at('billed_at', typed.billed_amount),
        refundAmount: typed.refund_amount,
        refundedAt: at('refunded_at', typed.refund_amount),
        version: new Date(typed.version),
      };
    });
