import { showCheck } from './page.js';
import { number } from './words.js';

const BYTES = 1_000_000;
/** Picture and sound take 1.9 Mbit/s, and a line is never all ours. */
const ENOUGH_MBIT = 3;
const LEAST_MBIT = 2;

/** How fast this computer's line takes what it sends to the server. */
export async function measureUplink(eventId) {
  const began = performance.now();
  const reply = await fetch(`/webinars/${eventId}/uplink`, {
    method: 'PUT',
    body: new Uint8Array(BYTES),
    headers: { 'X-Broadcast-Secret': crypto.randomUUID(), 'Content-Type': 'video/mp4' },
  }).catch(() => null);
  const mbit = (BYTES * 8) / 1000 / (performance.now() - began);
  if (!reply?.ok) showCheck('uplink', 'bad', 'offline');
  else
    showCheck('uplink', mbit < LEAST_MBIT ? 'bad' : mbit < ENOUGH_MBIT ? 'warn' : 'ok', 'speed', { mbit: number(mbit, mbit < 10 ? 1 : 0) });
}
