import { clock, number, say } from './words.js';
import { isHopeless } from './sender.js';
import { out, showCheck, showFault, showNotice, showSending, showTrouble } from './page.js';

/** What the player keeps between itself and the end. */
const HOLD_BACK_SECONDS = 3;
const BEHIND_SECONDS = 5;
const EVERY_MS = 500;
const LEVEL_MS = 100;
/** Of 100: below is not even the noise of a room. */
const SILENCE = 3;
const SILENT_MS = 20_000;

/** Says how loud it is, what has arrived and what has not. */
export function showHealth({ root, capture, queue, sender, broadcast }) {
  const waiting = queue.list.filter(({ partId }) => !queue.parts.get(partId).isRehearsal);
  const sum = (name) => waiting.reduce((total, entry) => total + entry[name], 0);
  const kept = { seconds: Number(root.dataset.seconds) + sum('duration'), bytes: Number(root.dataset.bytes) + sum('size') };
  const rehearsed = { seconds: 0, bytes: 0 };
  const viewers = { number: Number(root.dataset.viewers), peak: Number(root.dataset.viewers) };
  let heard = { microphone: null, at: performance.now() };

  function showLevel() {
    const level = capture.mixer.level();
    for (const meter of document.querySelectorAll('[data-level]')) meter.value = level;
    const { microphone } = capture.open;
    if (level > SILENCE || microphone !== heard.microphone) heard = { microphone, at: performance.now() };
    showFault('silent', microphone !== null && performance.now() - heard.at > SILENT_MS);
    if (!microphone) return;
    out('level', say(level > 92 ? 'level_loud' : level > 25 ? 'level_good' : level > SILENCE ? 'level_low' : 'level_none'));
    if (level > 25) showCheck('microphone', 'ok', 'mic_heard');
  }

  function showState() {
    const isBehind = queue.seconds > BEHIND_SECONDS;
    const isLost = sender.trouble !== '' && (sender.trouble !== 'offline' || queue.seconds > 2);
    const trouble = queue.isOverflowing ? 'overflow' : isLost ? sender.trouble : isBehind ? 'slow' : '';
    showTrouble(trouble);
    showSending(trouble === '' ? 'ok' : 'bad', { '': 'sent', slow: 'behind' }[trouble] ?? trouble);
  }

  function showNumbers() {
    const { seconds, bytes } = broadcast.isRehearsal ? rehearsed : kept;
    const behind = sender.lastEnd === null ? 0 : (Date.now() - sender.lastEnd) / 1000;
    out('clock', clock(seconds));
    out('speed', say('speed', { mbit: number(sender.speed, 1) }));
    out('queue', say('queue', { seconds: number(Math.round(queue.seconds)) }));
    out('latency', say('latency', { seconds: number(Math.round(behind) + HOLD_BACK_SECONDS) }));
    out(
      'recorded',
      say('recorded', { clock: clock(seconds), size: say('megabytes', { number: number(bytes / 1e6, bytes < 1e7 ? 1 : 0) }) }),
    );
    out('viewers', say('viewers', { number: number(viewers.number), peak: number(viewers.peak) }));
    out('watching', number(viewers.number));
  }

  function show() {
    if (broadcast.isOn) {
      showState();
      showNumbers();
    } else {
      const isLeft = queue.list.length > 0 && !isHopeless(sender);
      showNotice('draining', isLeft, isLeft ? say('draining', { seconds: number(Math.ceil(queue.seconds)) }) : '');
    }
  }
  setInterval(show, EVERY_MS);
  setInterval(showLevel, LEVEL_MS);

  return {
    addPiece({ duration, bytes }, isRehearsal) {
      const sums = isRehearsal ? rehearsed : kept;
      sums.seconds += duration;
      sums.bytes += bytes.byteLength;
    },
    setViewers(count) {
      Object.assign(viewers, { number: count, peak: Math.max(viewers.peak, count) });
    },
  };
}
