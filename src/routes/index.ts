import { Router } from 'express';
import { accounts } from './accounts.ts';
import { confirmations } from './confirmations.ts';
import { covers } from './covers.ts';
import { events } from './events/index.ts';
import { expenses } from './expenses.ts';
import { home } from './home.ts';
import { pages } from './pages.ts';
import { passwords } from './passwords.ts';
import { preferences } from './preferences.ts';
import { sessions } from './sessions.ts';
import { signUps } from './sign-up.ts';

/** The site's table of contents. */
export const routes = Router();

routes.use(home, events, expenses, covers);
routes.use(signUps, sessions, passwords, confirmations, accounts);
routes.use(preferences);
routes.use(pages);
