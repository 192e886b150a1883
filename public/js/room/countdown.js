const SIZES = { day: 86_400, hour: 3600, minute: 60, second: 1 };
const WRAPS = { hour: 24, minute: 60, second: 60 };
const language = document.documentElement.lang;

/** Counts down to the beginning; gives what stops it. */
export function countDown(room) {
  const start = new Date(room.dataset.start).getTime();
  const places = [...room.querySelectorAll('[data-left]')];
  const timer = setInterval(show, 1000);
  show();
  function show() {
    const seconds = Math.max(0, Math.floor((start - Date.now()) / 1000));
    for (const [index, place] of places.entries()) {
      const unit = place.dataset.left;
      const whole = Math.floor(seconds / SIZES[unit]);
      const value = index === 0 ? whole : whole % WRAPS[unit];
      place.querySelector('b').textContent = String(value).padStart(2, '0');
      place.querySelector('span').textContent = wordOf(value, unit);
    }
    if (seconds > 0) return;
    clearInterval(timer);
    room.querySelector('.countdown').hidden = true;
    const heading = room.querySelector('[data-soon]');
    heading.textContent = heading.dataset.soon;
  }
  return () => clearInterval(timer);
}

/** «часов» of «5 часов». */
function wordOf(value, unit) {
  const parts = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).formatToParts(value);
  return parts.find(({ type }) => type === 'unit')?.value ?? '';
}
