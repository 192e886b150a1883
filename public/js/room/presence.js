const BEAT_MS = 15_000;

/** Says that somebody is there, as long as the page is open; `onRefused` when this device is not the one that watches any more. */
export function keepPresent(url, onRefused) {
  const timer = setInterval(beat, BEAT_MS);
  let isOver = false;
  void beat();
  async function beat() {
    const reply = await fetch(url, { method: 'POST' }).catch(() => null);
    if (isOver || (reply?.status !== 409 && reply?.status !== 404)) return;
    stop();
    onRefused(reply.status);
  }
  function stop() {
    isOver = true;
    clearInterval(timer);
  }
  return { stop, beat };
}
