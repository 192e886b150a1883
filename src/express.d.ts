import type { CurrentAccount } from './middleware/current-account.ts';
import type { Locale, Translate } from './i18n.ts';
import type { Formatter } from './presenters/formatter.ts';
import type { Flash } from './middleware/flash.ts';

declare global {
  namespace Express {
    /** What every page knows about its request. */
    interface Locals {
      t: Translate;
      locale: Locale;
      fmt: Formatter;
      theme: 'light' | 'dark' | '';
      account: CurrentAccount | null;
      currentPath: string;
      csrfToken: string;
      flash: Flash | null;
      requestId: string;
      /** The address of a file that belongs to the site: asset('icons.svg#list'). */
      asset: (name: string) => string;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    accountId: number;
  }
}
