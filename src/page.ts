import type { Response } from 'express';
import { renderView } from './views.ts';
import type { Locals } from './views.ts';

/**
 * Answers with a view inside the site's layout. The view may set `title` and other options of the layout through its locals.
 * Locals of the request (res.locals: t, locale, account, csrfToken, …) are visible in both.
 */
export function page(res: Response, view: string, locals: Locals & { title: string }): void {
  const all = Object.assign(Object.create(res.locals) as Locals, locals);
  const body = renderView(view, all);
  res.type('html').send(renderView('layouts/site', Object.assign(Object.create(all) as Locals, { body })));
}
