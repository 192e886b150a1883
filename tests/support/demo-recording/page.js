import * as mediabunny from './mediabunny.js';
import { TOTAL_SECONDS, slideAt } from './slides.js';
import { makeSound } from './sound.js';
import { speaker } from './speaker.js';
import { HEIGHT, WIDTH, ground, progress } from './stage.js';

const { AudioBufferSource, BufferTarget, CanvasSource, CmafOutputFormat, HlsOutputFormat, Output, PathedTarget, Quality } = mediabunny;

export function draw(ctx, t) {
  ground(ctx);
  slideAt(ctx, t);
  speaker(ctx, t);
  progress(ctx, t, TOTAL_SECONDS);
}

async function loadFonts() {
  for (const part of ['cyrillic', 'latin']) {
    const range = part === 'cyrillic' ? 'U+0400-04FF' : 'U+0000-00FF,U+2000-22FF';
    const font = new FontFace('Onest', `url(/onest-${part}.woff2)`, { weight: '100 900', unicodeRange: range });
    document.fonts.add(await font.load());
  }
}

/** The talk in pieces of `pieceSeconds`, faster than it is watched. Gives each part to `keep` as it comes. */
export async function record({ fps, scale, pieceSeconds, videoBitrate, audioBitrate, seconds = TOTAL_SECONDS }, keep) {
  await loadFonts();
  const canvas = new OffscreenCanvas(WIDTH * scale, HEIGHT * scale);
  const ctx = canvas.getContext('2d', { alpha: false });
  ctx.scale(scale, scale);
  let waiting = null;
  const kept = [];
  const format = new HlsOutputFormat({
    segmentFormat: new CmafOutputFormat(),
    targetDuration: pieceSeconds,
    live: true,
    maxLiveSegmentCount: 2,
    onInit: (target) => kept.push(() => keep(target.buffer, 0)),
    onSegment: (target) => (waiting = target.buffer),
    onPlaylist(words) {
      if (!waiting) return;
      const bytes = waiting;
      kept.push(() => keep(bytes, Number([...words.matchAll(/#EXTINF:([\d.]+)/g)].at(-1)[1])));
      waiting = null;
    },
  });
  const output = new Output({ format, target: new PathedTarget('m.m3u8', () => new BufferTarget()) });
  const video = new CanvasSource(canvas, { codec: 'avc', quality: new Quality({ bitrate: videoBitrate }), keyFrameInterval: pieceSeconds });
  const audio = new AudioBufferSource({ codec: 'opus', quality: new Quality({ bitrate: audioBitrate }) });
  output.addVideoTrack(video);
  output.addAudioTrack(audio);
  await output.start();
  const sound = await makeSound();
  for (let second = 0; second < seconds; second += 1) {
    await audio.add(secondOf(sound, second));
    for (let frame = 0; frame < fps; frame += 1) {
      const t = second + frame / fps;
      draw(ctx, t);
      await video.add(t, 1 / fps);
    }
  }
  await output.finalize();
  for (const give of kept) await give();
}

function secondOf(sound, second) {
  const part = new AudioBuffer({ length: sound.sampleRate, numberOfChannels: 1, sampleRate: sound.sampleRate });
  part.copyToChannel(sound.getChannelData(0).subarray(second * sound.sampleRate, (second + 1) * sound.sampleRate), 0);
  return part;
}
