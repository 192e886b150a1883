import { Router } from 'express';
import { accounts } from './accounts.ts';
import { confirmations } from './confirmations.ts';
import { devMail } from './dev-mail.ts';
import { events } from './events/index.ts';
import { expenses } from './expenses.ts';
import { groups } from './groups/index.ts';
import { home } from './home.ts';
import { mails } from './mails.ts';
import { builder } from './own-reports/builder.ts';
import { savedReports } from './own-reports/saved.ts';
import { pages } from './pages.ts';
import { passwords } from './passwords.ts';
import { people } from './people/index.ts';
import { preferences } from './preferences.ts';
import { ratings } from './ratings/index.ts';
import { register } from './register.ts';
import { registrations } from './registrations.ts';
import { reportDownloads } from './report-downloads.ts';
import { reports } from './reports.ts';
import { sessions } from './sessions.ts';
import { signUps } from './sign-up.ts';
import { tickets } from './tickets.ts';
import { visitors } from './visitors.ts';
import { keepsMail } from '../services/mail/mailbox.ts';

/** The site's table of contents. */
export const routes = Router();

routes.use(home, events, expenses, mails);
routes.use(groups);
routes.use(register, tickets, ratings, registrations, visitors);
routes.use(builder, savedReports, reports, reportDownloads);
routes.use(people);
routes.use(signUps, sessions, passwords, confirmations, accounts);
routes.use(preferences);
routes.use(pages);
if (keepsMail) routes.use(devMail);
