import { config } from '../config.ts';
import { dateTileParts, formatDate, formatDay, formatDayLong, formatShort, formatSpan, formatTime, formatWhen } from '../formats/dates.ts';
import { formatMoney } from '../formats/money.ts';
import { formatPhone } from '../formats/phone.ts';
import type { Locale, Translate } from '../i18n.ts';

/** Values as people read them, in one language; `fmt` in the views. */
export interface Formatter {
  /** Minor units: «1 200 ₽». */
  money: (minor: number) => string;
  /** «Сб, 28 ноября · 19:00» */
  when: (date: Date, zone: string) => string;
  /** «28 ноября» */
  date: (date: Date, zone: string) => string;
  /** «Сб, 28 ноября» */
  day: (date: Date, zone: string) => string;
  /** «Суббота, 28 ноября» */
  dayLong: (date: Date, zone: string) => string;
  /** «19:00» */
  time: (date: Date, zone: string) => string;
  /** «19:00–22:00 по Москве (UTC+3)» */
  span: (start: Date, end: Date, zone: string) => string;
  /** «12 ноя, 10:24» */
  short: (date: Date, zone: string) => string;
  /** The words of a date tile: { month: 'ноя', day: '28' } */
  tile: (date: Date, zone: string) => { month: string; day: string };
  /** «1 284» */
  number: (value: number) => string;
  /** Stars from 1 to 5: «4,8» */
  rating: (stars: number) => string;
  /** E.164: «+7 916 204-18-33» */
  phone: (e164: string) => string;
}

/** What a presenter needs of a request to speak its language; `res.locals` is one. */
export interface Words {
  t: Translate;
  locale: Locale;
  fmt: Formatter;
}

const REMEMBERED = 2000;
const HOUR_MS = 3_600_000;

/**
 * Remembers what a function said of moments and a zone: the same events are shown again and again, and zones are slow.
 * For an hour at most, since dates name the year when it is not the current one.
 */
function remembering<Args extends readonly (Date | string)[], Result>(format: (...args: Args) => Result): (...args: Args) => Result {
  const known = new Map<string, Result>();
  let hour = 0;
  return (...args) => {
    const now = Math.floor(Date.now() / HOUR_MS);
    if (now !== hour || known.size >= REMEMBERED) known.clear();
    hour = now;
    const key = args.map((arg) => (typeof arg === 'string' ? arg : arg.getTime())).join();
    const text = known.get(key) ?? format(...args);
    known.set(key, text);
    return text;
  };
}

function createFormatter(locale: Locale): Formatter {
  const region = locale === 'ru' ? 'ru-RU' : 'en-GB';
  const numbers = new Intl.NumberFormat(region);
  const ratings = new Intl.NumberFormat(region, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    money: (minor) => formatMoney(minor, config.currency, locale),
    when: remembering((date: Date, zone: string) => formatWhen(date, zone, locale)),
    date: remembering((date: Date, zone: string) => formatDate(date, zone, locale)),
    day: remembering((date: Date, zone: string) => formatDay(date, zone, locale)),
    dayLong: remembering((date: Date, zone: string) => formatDayLong(date, zone, locale)),
    time: remembering((date: Date, zone: string) => formatTime(date, zone)),
    span: remembering((start: Date, end: Date, zone: string) => formatSpan(start, end, zone, locale)),
    short: remembering((date: Date, zone: string) => formatShort(date, zone, locale)),
    tile: remembering((date: Date, zone: string) => dateTileParts(date, zone, locale)),
    number: (value) => numbers.format(value),
    rating: (stars) => ratings.format(stars),
    phone: formatPhone,
  };
}

const formatters: Record<Locale, Formatter> = {
  ru: createFormatter('ru'),
  en: createFormatter('en'),
};

export const formatter = (locale: Locale): Formatter => formatters[locale];
