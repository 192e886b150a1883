import { Router } from 'express';
import { page } from '../page.ts';

/** Pages that only have words. */
export const pages = Router();

for (const name of ['about', 'privacy'] as const) {
  pages.get(`/${name}`, (_req, res) => {
    page(res, `pages/${name}`, { title: res.locals.t(`pages:${name}.title`) });
  });
}
