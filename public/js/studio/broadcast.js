import { startEncoder } from './encoder.js';

/** Picture and sound as they may be: as the host began, with a poor line, and with hardly any. */
export const QUALITIES = {
  full: { width: 1280, height: 720, fps: 30, bitrate: 1_800_000 },
  low: { width: 854, height: 480, fps: 25, bitrate: 700_000 },
  slides: { width: 1280, height: 720, fps: 5, bitrate: 250_000 },
};

/** A piece comes every second; after so long without one the encoder has died: the computer slept, or the system took it away. */
const DEAD_MS = 10_000;
const LOOK_MS = 2000;
/** The last piece is not worth to wait longer for. */
const LAST_MS = 5000;

/** Records what is captured into the queue, part after part: another quality and the end of a rehearsal begin a new one. */
export function createBroadcast(eventId, capture, queue, { onPiece, onFailure }) {
  const broadcast = { isOn: false, isRehearsal: false, partId: null };
  let encoder = null;
  let track = null;
  let current = null;
  let heardAt = 0;

  async function begin({ isRehearsal, quality }) {
    const part = { id: crypto.randomUUID(), eventId, secret: crypto.randomUUID(), isRehearsal, base: 0, epoch: null, init: null };
    let seq = 0;
    capture.compositor.resize(QUALITIES[quality]);
    track = capture.mixer.track.clone();
    encoder = await startEncoder({
      track,
      ...QUALITIES[quality],
      onInit: (bytes) => queue.savePart(Object.assign(part, { init: bytes })),
      onPiece(piece) {
        heardAt = performance.now();
        queue.addPiece({ ...piece, partId: part.id, seq: seq++ });
        onPiece(piece, isRehearsal);
      },
      onFailure,
    });
    capture.compositor.scene.onFrame = encoder.addFrame;
    Object.assign(broadcast, { isOn: true, isRehearsal, partId: part.id });
    await queue.tidy(part.id);
  }

  /** Keeps the last piece too. */
  async function stop() {
    const ended = encoder;
    [encoder, broadcast.isOn, capture.compositor.scene.onFrame] = [null, false, null];
    await Promise.race([ended?.stop().catch(() => {}), new Promise((resolve) => setTimeout(resolve, LAST_MS))]);
    track?.stop();
  }

  async function start(settings) {
    await stop();
    current = { isRehearsal: false, quality: 'full', ...settings };
    heardAt = performance.now();
    await begin(current);
  }

  setInterval(() => {
    if (broadcast.isOn && performance.now() - heardAt > DEAD_MS) void start(current).catch(() => onFailure());
  }, LOOK_MS);

  return Object.assign(broadcast, { stop, start });
}
