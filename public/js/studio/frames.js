/** The newest picture of a camera or a screen, read as it comes, whether anybody looks at the page or not. */
export function readFrames(track) {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const frames = { latest: null, stop };

  function stop() {
    reader.cancel().catch(() => {});
    frames.latest?.close();
    frames.latest = null;
  }

  async function read() {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      frames.latest?.close();
      frames.latest = value;
    }
    frames.latest?.close();
    frames.latest = null;
  }
  read().catch(() => {});
  return frames;
}
