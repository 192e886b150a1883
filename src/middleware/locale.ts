import type { Request, RequestHandler } from 'express';
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
