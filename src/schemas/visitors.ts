import { z } from 'zod';
import { registrationStatuses } from '../policies/registrations.ts';
import { email, optionalChoice, optionalLine, optionalPhone, optionalRowId, requiredLine } from './fields.ts';

/** The card of a visitor, as an organizer fills it in. */
export const VisitorForm = z.object({
  first_name: requiredLine(100, 'visitors:errors.first_name'),
  last_name: requiredLine(100, 'visitors:errors.last_name'),
  phone: optionalPhone,
  email,
});

export const visitorSorts = ['name', 'newest'] as const;

/** The filters of the list of visitors. */
export const VisitorFilter = z.object({
  q: optionalLine(100),
  event_id: optionalRowId('forms:choice'),
  status: optionalChoice(registrationStatuses),
  sort: optionalChoice(visitorSorts).transform((sort) => sort ?? 'name'),
  after: optionalLine(2000),
});
