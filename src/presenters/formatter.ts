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
  /** E.164: «+7 916 204-18-33» */
  phone: (e164: string) => string;
}

/** What a presenter needs of a request to speak its language; `res.locals` is one. */
export interface Words {
  t: Translate;
  locale: Locale;
  fmt: Formatter;
}

function createFormatter(locale: Locale): Formatter {
  const numbers = new Intl.NumberFormat(locale === 'ru' ? 'ru-RU' : 'en-GB');
  return {
    money: (minor) => formatMoney(minor, config.currency, locale),
    when: (date, zone) => formatWhen(date, zone, locale),
    date: (date, zone) => formatDate(date, zone, locale),
    day: (date, zone) => formatDay(date, zone, locale),
    dayLong: (date, zone) => formatDayLong(date, zone, locale),
    time: (date, zone) => formatTime(date, zone),
    span: (start, end, zone) => formatSpan(start, end, zone, locale),
    short: (date, zone) => formatShort(date, zone, locale),
    tile: (date, zone) => dateTileParts(date, zone, locale),
    number: (value) => numbers.format(value),
    phone: formatPhone,
  };
}

const formatters: Record<Locale, Formatter> = {
  ru: createFormatter('ru'),
  en: createFormatter('en'),
};

export const formatter = (locale: Locale): Formatter => formatters[locale];
