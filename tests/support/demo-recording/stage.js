// The picture of the talk, 640 × 360: what is on it at each second.
export const WIDTH = 640;
export const HEIGHT = 360;

export const colours = {
  ground: '#102d2a',
  circle: '#1a433e',
  line: '#3d625a',
  mint: '#5fd09f',
  cream: '#f6ead6',
  amber: '#f2b04c',
  red: '#e2603a',
  soft: '#9db3aa',
  panel: '#1b4540',
};

/** From 0 at `from` to 1 at `to`, slow at both ends. */
export function eased(t, from, to) {
  const x = Math.min(1, Math.max(0, (t - from) / (to - from)));
  return x * x * (3 - 2 * x);
}

/** How loud the speaker is at a second, from 0 to 1: syllables, and a breath between sentences. */
export function voiceAt(t) {
  const syllable = 0.5 + 0.5 * Math.sin(t * 21 + 3 * Math.sin(t * 2.3));
  const word = 0.5 + 0.5 * Math.sin(t * 4.7 + 2 * Math.sin(t * 0.9));
  const breath = Math.sin(t * 0.62 + Math.sin(t * 0.21) * 2) > -0.72 ? 1 : 0.04;
  return breath * (0.2 + 0.8 * word) * (0.25 + 0.75 * syllable);
}

export function text(ctx, words, x, y, { size = 16, weight = 420, colour = colours.cream, align = 'left', alpha = 1 } = {}) {
  ctx.save();
  ctx.globalAlpha *= alpha;
  ctx.font = `${weight} ${size}px Onest`;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.fillText(words, x, y);
  ctx.restore();
}

export function box(ctx, x, y, width, height, radius, colour) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
  ctx.fill();
}

export function ground(ctx) {
  ctx.fillStyle = colours.ground;
  ctx.fillRect(0, 0, WIDTH, HEIGHT);
  ctx.fillStyle = colours.circle;
  ctx.beginPath();
  ctx.arc(590, 30, 130, 0, Math.PI * 2);
  ctx.fill();
}

/** How much of the talk is over, as a line at the lower edge. */
export function progress(ctx, t, total) {
  ctx.fillStyle = colours.line;
  ctx.fillRect(0, HEIGHT - 4, WIDTH, 4);
  ctx.fillStyle = colours.mint;
  ctx.fillRect(0, HEIGHT - 4, (WIDTH * t) / total, 4);
}
