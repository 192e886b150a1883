const STEP_MS = 5000;
/** A clock that jumped so far stood still: the computer slept. */
const SLEPT_MS = 20_000;

/** Calls when the page goes on after the computer slept, the network was gone, or the page was away for long. */
export function onWake(listener) {
  let last = Date.now();
  const look = () => {
    const isLong = Date.now() - last > SLEPT_MS;
    last = Date.now();
    if (isLong) listener();
  };
  // Of a hidden page the timers are slow; it is asked when it is seen again.
  setInterval(() => !document.hidden && look(), STEP_MS);
  document.addEventListener('visibilitychange', () => (document.hidden ? (last = Date.now()) : look()));
  addEventListener('online', listener);
  addEventListener('pageshow', ({ persisted }) => persisted && listener());
}
