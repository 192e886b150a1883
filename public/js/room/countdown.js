/** Counts down to the beginning; gives what stops it. */
export function countDown(room) {
  const start = new Date(room.dataset.start).getTime();
  const timer = setInterval(show, 1000);
  show();
  function show() {
    const seconds = Math.max(0, Math.floor((start - Date.now()) / 1000));
    const parts = { hours: Math.floor(seconds / 3600), minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 };
    for (const [name, value] of Object.entries(parts)) {
      room.querySelector(`[data-left="${name}"]`).textContent = String(value).padStart(2, '0');
    }
    if (seconds > 0) return;
    clearInterval(timer);
    room.querySelector('.countdown').hidden = true;
    const heading = room.querySelector('[data-soon]');
    heading.textContent = heading.dataset.soon;
  }
  return () => clearInterval(timer);
}
