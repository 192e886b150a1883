import { colours, voiceAt } from './stage.js';

const LEFT = 506;
const TOP = 250;
const WIDE = 106;
const HIGH = 86;

/** Somebody in glasses, who sways, blinks and talks, with a meter of the voice below. */
export function speaker(ctx, t) {
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(LEFT, TOP, WIDE, HIGH, 8);
  ctx.clip();
  ctx.fillStyle = '#c8ded2';
  ctx.fillRect(LEFT, TOP, WIDE, HIGH);
  disc(ctx, LEFT + 14, TOP + 8, 40, '#b5cfc1');
  const sway = Math.sin(t * 0.7) * 1.6;
  const nod = Math.sin(t * 1.9) * 0.8 + voiceAt(t) * 0.8;
  const [x, y] = [LEFT + 54 + sway, TOP + 41 + nod];
  shoulders(ctx, LEFT + 54 + sway * 0.5);
  ctx.fillStyle = '#d49a75';
  ctx.fillRect(x - 7, y + 14, 14, 16);
  head(ctx, x, y);
  eyes(ctx, x, y, t);
  mouth(ctx, x, y, voiceAt(t));
  ctx.restore();
  meter(ctx, t);
}

function shoulders(ctx, x) {
  ctx.fillStyle = '#34509a';
  ctx.beginPath();
  ctx.ellipse(x, TOP + HIGH + 10, 42, 32, 0, 0, Math.PI * 2);
  ctx.fill();
}

function head(ctx, x, y) {
  ctx.fillStyle = '#e8b08a';
  ctx.beginPath();
  ctx.ellipse(x, y, 18, 21, 0, 0, Math.PI * 2);
  ctx.fill();
  ctx.fillStyle = '#43303a';
  ctx.beginPath();
  ctx.ellipse(x, y - 10, 20, 15, 0, Math.PI, Math.PI * 2);
  ctx.fill();
  ctx.fillRect(x - 20, y - 11, 5, 12);
  ctx.fillRect(x + 15, y - 11, 5, 12);
}

function eyes(ctx, x, y, t) {
  const isBlinking = t % 3.7 < 0.17;
  ctx.strokeStyle = '#2a2127';
  ctx.lineWidth = 1.8;
  for (const side of [-8, 8]) {
    ctx.beginPath();
    ctx.arc(x + side, y + 1, 6, 0, Math.PI * 2);
    ctx.stroke();
    ctx.fillStyle = '#2a2127';
    ctx.fillRect(x + side - 1.5, y + (isBlinking ? 1 : -0.5), 3, isBlinking ? 1 : 3);
  }
  ctx.beginPath();
  ctx.moveTo(x - 2, y + 1);
  ctx.lineTo(x + 2, y + 1);
  ctx.stroke();
}

function mouth(ctx, x, y, voice) {
  ctx.fillStyle = '#8f3b2c';
  ctx.beginPath();
  ctx.ellipse(x, y + 12, 5.5, 1 + voice * 3.6, 0, 0, Math.PI * 2);
  ctx.fill();
}

function disc(ctx, x, y, radius, colour) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, Math.PI * 2);
  ctx.fill();
}

function meter(ctx, t) {
  for (let bar = 0; bar < 5; bar += 1) {
    const height = 3 + voiceAt(t - bar * 0.06) * 11;
    ctx.fillStyle = colours.mint;
    ctx.fillRect(LEFT + 8 + bar * 6, TOP + HIGH - 6 - height, 4, height);
  }
}
