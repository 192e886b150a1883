const root = document.getElementById('studio');
const words = JSON.parse(root.dataset.words);

/** A text of the page's language, with values in it. */
export const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_whole, name) => String(values[name] ?? ''));

export const number = (value, digits = 0) =>
  new Intl.NumberFormat(root.dataset.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** «24:18» */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0'));
  return (parts[0] === '00' ? parts.slice(1) : [Number(parts[0]), ...parts.slice(1)]).join(':');
}
