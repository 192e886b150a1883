import type { Locale } from '../i18n.ts';

const format = (language: string) => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
const formats: Record<Locale, Intl.NumberFormat> = { ru: format('ru-RU'), en: format('en-GB') };

/** A number for the axis of a chart: «80 тыс.», «1,5 млн»; “80K”. */
export const formatShortNumber = (value: number, locale: Locale): string => formats[locale].format(value).replace('-', '−');
