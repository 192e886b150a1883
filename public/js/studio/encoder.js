import * as mediabunny from '../vendor/mediabunny.js';

const { BufferTarget, CmafOutputFormat, HlsOutputFormat, MediaStreamAudioTrackSource, Output, PathedTarget } = mediabunny;
const { Quality, VideoSample, VideoSampleSource } = mediabunny;

/** What H.264 and Opus this browser makes itself. */
export async function canEncode() {
  const isComplete = ['VideoEncoder', 'AudioEncoder', 'MediaStreamTrackProcessor', 'OffscreenCanvas'].every((name) => name in globalThis);
  if (!isComplete || !navigator.mediaDevices) return false;
  const video = mediabunny.canEncodeVideo('avc', { width: 1280, height: 720 });
  return (await video) && (await mediabunny.canEncodeAudio('opus', { numberOfChannels: 2, sampleRate: 48_000 }));
}

/**
 * Makes pieces of a second each out of the canvas and the sound. `onInit(bytes)` comes first, then `onPiece({ bytes, duration, at })` with
 * seconds and the clock at its beginning, `onFailure` when a device or an encoder gave up.
 */
export async function startEncoder({ track, bitrate, fps, onInit, onPiece, onFailure }) {
  let began = null;
  let next = null;
  let waiting = null;
  let isBusy = false;
  let lastTimestamp = -1;

  const format = new HlsOutputFormat({
    segmentFormat: new CmafOutputFormat(),
    targetDuration: 1,
    live: true,
    maxLiveSegmentCount: 2,
    onInit: (target) => onInit(target.buffer),
    onSegment: (target) => (waiting = target.buffer),
    onPlaylist(text) {
      if (!waiting) return;
      const duration = Number([...text.matchAll(/#EXTINF:([\d.]+)/g)].at(-1)[1]);
      onPiece({ bytes: waiting, duration, at: Math.round(next) });
      next += duration * 1000;
      waiting = null;
    },
  });
  const output = new Output({ format, target: new PathedTarget('m.m3u8', () => new BufferTarget()) });
  const video = new VideoSampleSource({ codec: 'avc', quality: new Quality({ bitrate }), keyFrameInterval: 1 });
  const audio = new MediaStreamAudioTrackSource(track, {
    codec: 'opus',
    quality: new Quality({ bitrate: 96_000 }),
    onEncodedSample(sample) {
      if (began !== null) return;
      began = performance.now() - sample.timestamp * 1000;
      next = Date.now() - (performance.now() - began);
    },
  });
  audio.errorPromise.catch(onFailure);
  output.addVideoTrack(video);
  output.addAudioTrack(audio);
  await output.start();

  return {
    /** A picture too many is left out rather than kept for later. */
    addFrame(canvas) {
      if (began === null || isBusy) return;
      const timestamp = (performance.now() - began) / 1000;
      if (timestamp <= lastTimestamp) return;
      lastTimestamp = timestamp;
      isBusy = true;
      const sample = new VideoSample(canvas, { timestamp, duration: 1 / fps });
      video
        .add(sample)
        .catch(onFailure)
        .finally(() => {
          sample.close();
          isBusy = false;
        });
    },
    /** The rest comes as a shorter piece. */
    stop: () => output.finalize(),
  };
}
