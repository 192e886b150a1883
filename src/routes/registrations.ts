import { Router } from 'express';
import { bulk } from './registrations/bulk.ts';
import { edit } from './registrations/edit.ts';
import { list } from './registrations/list.ts';
import { newRegistration } from './registrations/new.ts';
import { one } from './registrations/one.ts';

export { myRegistrationsPage } from './registrations/mine.ts';

export const registrations = Router();

registrations.use(list, newRegistration, bulk, edit, one);
