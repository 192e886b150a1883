import type { Locale } from '../i18n.ts';

const languages = { ru: 'ru-RU', en: 'en-GB' } as const;
const formatters = new Map<string, Intl.NumberFormat>();

/** A sum in minor units as people read it: «1 200 ₽», “1,200 ₽”; hundredths only when there are any. */
export function formatMoney(minor: number, currency: string, locale: Locale): string {
  const plain = formatMoneyPlain(Math.abs(minor), 'en') as `${number}`;
  const format = formatter(locale, currency, minor % 100 === 0 ? 0 : 2);
  return (minor < 0 ? '−' : '') + arranged(format.formatToParts(plain), currency, locale);
}

/** A sum in minor units as a bare number with two decimals for CSV: 1500,50 in Russian, 1500.50 in English. */
export function formatMoneyPlain(minor: number, locale: Locale): string {
  const rest = Math.abs(minor % 100);
  const whole = (Math.abs(minor) - rest) / 100;
  return `${minor < 0 ? '-' : ''}${whole}${locale === 'ru' ? ',' : '.'}${String(rest).padStart(2, '0')}`;
}

const typedMoney = /^(\d+|\d{1,3}(?:\s\d{3})+)(?:[.,](\d{1,2}))?$/;

/** Minor units of a sum typed in major ones (1500, 1500,50, 1 500.5); null for anything that is not a sum. */
export function parseMoney(text: string): number | null {
  const match = typedMoney.exec(text.trim());
  if (!match) return null;
  const minor = Number(match[1]!.replace(/\s/g, '') + (match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

function formatter(locale: Locale, currency: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(languages[locale], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formatters.set(key, made);
  return made;
}

// Intl's English says ₽1,200; nobody who pays in roubles writes that.
function arranged(parts: Intl.NumberFormatPart[], currency: string, locale: Locale): string {
  const text = (some: Intl.NumberFormatPart[]): string => some.map((part) => part.value).join('');
  if (locale === 'ru' || currency !== 'RUB') return text(parts);
  const symbol = parts.filter((part) => part.type === 'currency');
  const number = parts.filter((part) => part.type !== 'currency' && part.type !== 'literal');
  return `${text(number)}\u00a0${text(symbol)}`;
}
