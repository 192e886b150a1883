import type { Request, RequestHandler, Response } from 'express';
import { config } from '../config.ts';
import { isLocale, locales, translator } from '../i18n.ts';
import type { Locale } from '../i18n.ts';
import { formatter } from '../presenters/formatter.ts';

function chosenLocale(req: Request, ofAccount: string | undefined): Locale {
  const cookie: unknown = req.cookies['lang'];
  if (isLocale(cookie)) return cookie;
  if (isLocale(ofAccount)) return ofAccount;
  const preferred = req.headers['accept-language'] ? req.acceptsLanguages([...locales]) : false;
  return isLocale(preferred) ? preferred : config.defaultLocale;
}

/** The language: the cookie of the switch, else the account's, else the browser's, else the site's. */
export const localization: RequestHandler = (req, res, next) => {
  const locale = chosenLocale(req, res.locals.account?.locale);
  const theme: unknown = req.cookies['theme'];
  res.locals.locale = locale;
  res.locals.t = translator(locale);
  res.locals.fmt = formatter(locale);
  res.locals.theme = theme === 'light' || theme === 'dark' ? theme : '';
  res.locals.currentPath = req.originalUrl;
  res.vary('Accept-Language');
  next();
};

const ONE_YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const options = { httpOnly: true, sameSite: 'lax', secure: config.baseUrl.startsWith('https:'), path: '/' } as const;

/** Keeps the language that was chosen, for this browser. */
export function rememberLocale(res: Response, locale: Locale): void {
  res.cookie('lang', locale, { ...options, maxAge: ONE_YEAR_MS });
}

/** Keeps the theme that was chosen, for this browser; `auto` follows the system. */
export function rememberTheme(res: Response, theme: 'light' | 'dark' | 'auto'): void {
  if (theme === 'auto') res.clearCookie('theme', options);
  else res.cookie('theme', theme, { ...options, maxAge: ONE_YEAR_MS });
}
