import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';

/** E.164 of a typed number, or null. Only the length is checked: tables of valid numbers age, and people know their own number. */
export function parsePhone(text: string, defaultCountry: CountryCode = 'RU'): string | null {
  const phone = parsePhoneNumberFromString(text.trim(), { defaultCountry, extract: false });
  return phone && !phone.ext && phone.isPossible() ? phone.number : null;
}

const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/;

/** An E.164 number as people read it: +7 916 204-18-33. What is no number comes back unchanged. */
export function formatPhone(e164: string): string {
  if (russian.test(e164)) return e164.replace(russian, '+7 $1 $2-$3-$4');
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}
