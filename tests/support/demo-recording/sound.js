import { TOTAL_SECONDS, slides } from './slides.js';

const RATE = 48_000;

/** Four soft chords that take turns, and a note as each slide comes. */
export function makeSound() {
  const ctx = new OfflineAudioContext(1, TOTAL_SECONDS * RATE, RATE);
  const out = new BiquadFilterNode(ctx, { type: 'lowpass', frequency: 1400 });
  out.connect(new GainNode(ctx, { gain: 0.5 })).connect(ctx.destination);
  const chords = [
    [220, 261.6, 329.6],
    [174.6, 220, 261.6],
    [196, 246.9, 293.7],
    [164.8, 207.7, 246.9],
  ];
  for (let from = 0, turn = 0; from < TOTAL_SECONDS; from += 8, turn += 1) {
    for (const frequency of chords[turn % chords.length]) pad(ctx, out, frequency, from);
  }
  for (const { from } of slides) for (const [n, frequency] of [523.3, 659.3].entries()) bell(ctx, out, frequency, from + 0.1 + n * 0.14);
  return ctx.startRendering();
}

function pad(ctx, out, frequency, from) {
  const level = new GainNode(ctx, { gain: 0 });
  level.gain.setValueAtTime(0, from);
  level.gain.linearRampToValueAtTime(0.09, from + 2.5);
  level.gain.linearRampToValueAtTime(0.06, from + 6);
  level.gain.linearRampToValueAtTime(0, from + 9.5);
  play(ctx, 'triangle', frequency, from, from + 9.5)
    .connect(level)
    .connect(out);
}

function bell(ctx, out, frequency, from) {
  const level = new GainNode(ctx, { gain: 0 });
  level.gain.setValueAtTime(0, from);
  level.gain.linearRampToValueAtTime(0.16, from + 0.02);
  level.gain.exponentialRampToValueAtTime(0.001, from + 1.8);
  play(ctx, 'sine', frequency, from, from + 2)
    .connect(level)
    .connect(out);
}

function play(ctx, type, frequency, from, to) {
  const note = new OscillatorNode(ctx, { type, frequency });
  note.start(from);
  note.stop(to);
  return note;
}
