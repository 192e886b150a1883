import { Router } from 'express';
import { groupCatalogue } from './catalogue.ts';
import { groupForm } from './form.ts';
import { groupShow } from './show.ts';

/** Addresses of groups; the site's own come before those of a group. */
export const groups = Router();

groups.use(groupCatalogue);
groups.use(groupForm);
groups.use(groupShow);
