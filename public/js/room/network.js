/** So long a picture that stopped is remembered. */
const WEAK_MS = 20_000;
/** After going elsewhere in the broadcast one waits in any case. */
const SEEKING_MS = 3000;
const FAILURES = 2;

/** Says how good the connection of this viewer is, out of how the picture goes; `isAhead` tells whether the host has sent more than is shown. */
export function watchNetwork(place, video, isAhead) {
  let failures = 0;
  let weakAt = 0;
  let movedAt = 0;
  video.addEventListener('seeking', () => (movedAt = Date.now()));
  video.addEventListener('waiting', () => {
    if (video.played.length > 0 && isAhead() && Date.now() - movedAt > SEEKING_MS) weakAt = Date.now();
  });

  function quality() {
    if (!navigator.onLine || failures >= FAILURES) return 'bad';
    return Date.now() - weakAt < WEAK_MS ? 'fair' : 'good';
  }

  return {
    fail: () => (failures += 1),
    heard: () => (failures = 0),
    /** While the host's connection is lost, nothing is known of one's own. */
    show(isLost) {
      if (isLost) weakAt = 0;
      const name = isLost && quality() !== 'bad' ? '' : quality();
      if (place.dataset.shown === name) return;
      place.dataset.shown = name;
      for (const look of place.querySelectorAll('[data-quality]')) look.hidden = look.dataset.quality !== name;
    },
  };
}
