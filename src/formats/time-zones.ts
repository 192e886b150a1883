import { DateTime, IANAZone } from 'luxon';
import type { Locale } from '../i18n.ts';

interface Zone {
  ru: string;
  en: string;
  /** How a Russian says “by the time of”; only where it is usual. */
  by?: string;
}

const zones: Record<string, Zone> = {
  'Europe/Kaliningrad': { ru: 'Калининград', en: 'Kaliningrad', by: 'по Калининграду' },
  'Europe/Moscow': { ru: 'Москва', en: 'Moscow', by: 'по Москве' },
  'Europe/Simferopol': { ru: 'Симферополь', en: 'Simferopol', by: 'по Симферополю' },
  'Europe/Volgograd': { ru: 'Волгоград', en: 'Volgograd', by: 'по Волгограду' },
  'Europe/Astrakhan': { ru: 'Астрахань', en: 'Astrakhan', by: 'по Астрахани' },
  'Europe/Samara': { ru: 'Самара', en: 'Samara', by: 'по Самаре' },
  'Europe/Saratov': { ru: 'Саратов', en: 'Saratov', by: 'по Саратову' },
  'Europe/Ulyanovsk': { ru: 'Ульяновск', en: 'Ulyanovsk', by: 'по Ульяновску' },
  'Asia/Yekaterinburg': { ru: 'Екатеринбург', en: 'Yekaterinburg', by: 'по Екатеринбургу' },
  'Asia/Omsk': { ru: 'Омск', en: 'Omsk', by: 'по Омску' },
  'Asia/Novosibirsk': { ru: 'Новосибирск', en: 'Novosibirsk', by: 'по Новосибирску' },
  'Asia/Barnaul': { ru: 'Барнаул', en: 'Barnaul', by: 'по Барнаулу' },
  'Asia/Tomsk': { ru: 'Томск', en: 'Tomsk', by: 'по Томску' },
  'Asia/Novokuznetsk': { ru: 'Новокузнецк', en: 'Novokuznetsk', by: 'по Новокузнецку' },
  'Asia/Krasnoyarsk': { ru: 'Красноярск', en: 'Krasnoyarsk', by: 'по Красноярску' },
  'Asia/Irkutsk': { ru: 'Иркутск', en: 'Irkutsk', by: 'по Иркутску' },
  'Asia/Chita': { ru: 'Чита', en: 'Chita', by: 'по Чите' },
  'Asia/Yakutsk': { ru: 'Якутск', en: 'Yakutsk', by: 'по Якутску' },
  'Asia/Vladivostok': { ru: 'Владивосток', en: 'Vladivostok', by: 'по Владивостоку' },
  'Asia/Sakhalin': { ru: 'Южно-Сахалинск', en: 'Yuzhno-Sakhalinsk', by: 'по Сахалину' },
  'Asia/Magadan': { ru: 'Магадан', en: 'Magadan', by: 'по Магадану' },
  'Asia/Kamchatka': { ru: 'Камчатка', en: 'Kamchatka', by: 'по Камчатке' },
  'Asia/Anadyr': { ru: 'Анадырь', en: 'Anadyr', by: 'по Анадырю' },
  UTC: { ru: 'Всемирное время', en: 'Universal time' },
  'Europe/Minsk': { ru: 'Минск', en: 'Minsk', by: 'по Минску' },
  'Europe/London': { ru: 'Лондон', en: 'London' },
  'Europe/Berlin': { ru: 'Берлин', en: 'Berlin' },
  'Europe/Belgrade': { ru: 'Белград', en: 'Belgrade' },
  'Europe/Istanbul': { ru: 'Стамбул', en: 'Istanbul' },
  'Asia/Tbilisi': { ru: 'Тбилиси', en: 'Tbilisi' },
  'Asia/Yerevan': { ru: 'Ереван', en: 'Yerevan' },
  'Asia/Baku': { ru: 'Баку', en: 'Baku' },
  'Asia/Dubai': { ru: 'Дубай', en: 'Dubai' },
  'Asia/Almaty': { ru: 'Алматы', en: 'Almaty' },
  'Asia/Tashkent': { ru: 'Ташкент', en: 'Tashkent' },
  'Asia/Bishkek': { ru: 'Бишкек', en: 'Bishkek' },
  'Asia/Bangkok': { ru: 'Бангкок', en: 'Bangkok' },
  'Asia/Shanghai': { ru: 'Пекин', en: 'Beijing' },
  'Asia/Tokyo': { ru: 'Токио', en: 'Tokyo' },
  'America/New_York': { ru: 'Нью-Йорк', en: 'New York' },
  'America/Los_Angeles': { ru: 'Лос-Анджелес', en: 'Los Angeles' },
};

const named = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;

/** Whether the text names an IANA zone. Bare offsets (+03:00) are refused: PostgreSQL reads their sign the other way round. */
export const isValidZone = (zone: string): boolean => named.test(zone) && IANAZone.isValidZone(zone);

/** Whose time it is, in words: «по Москве (UTC+3)», “Moscow time (UTC+3)”, «(UTC+5, Asia/Tashkent)». */
export function zoneWords(date: Date, zone: string, locale: Locale): string {
  const offset = utcOffset(date, zone);
  const known = zones[zone];
  if (known?.by) return `${locale === 'ru' ? known.by : `${known.en} time`} (${offset})`;
  return zone === 'UTC' ? `(${offset})` : `(${offset}, ${zone})`;
}

/** Zones for a form: Russian ones from west to east, then the rest of the world; `selected` is added when it is none of them. */
export function timeZoneOptions(locale: Locale, selected?: string, now: Date = new Date()): { value: string; label: string }[] {
  const options = Object.entries(zones).map(([value, zone]) => ({ value, label: `${zone[locale]} (${utcOffset(now, value)})` }));
  const isMissing = selected !== undefined && !(selected in zones) && isValidZone(selected);
  return isMissing ? [...options, { value: selected, label: `${selected} (${utcOffset(now, selected)})` }] : options;
}

function utcOffset(date: Date, zone: string): string {
  const minutes = DateTime.fromJSDate(date, { zone }).offset;
  if (minutes === 0) return 'UTC';
  const hours = Math.trunc(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}
