import { showNotice } from './page.js';
import { openQueue } from './queue.js';
import { isHopeless, startSender } from './sender.js';
import { number, say } from './words.js';

const EVERY_MS = 500;

/** A webinar that is over still takes what belongs to it; what it does not take any more is forgotten. */
export async function drainAfterEnd(eventId, place) {
  const queue = await openQueue(eventId);
  const sender = startSender(eventId, queue, { onSent() {}, onChange() {} });
  place.onAsked = async () => sender.stop();
  const timer = setInterval(() => {
    const isLeft = queue.list.length > 0 && !isHopeless(sender);
    showNotice('draining', isLeft, isLeft ? say('draining', { seconds: number(Math.ceil(queue.seconds)) }) : '');
    if (isLeft) return;
    clearInterval(timer);
    sender.stop();
    if (queue.list.length > 0) showNotice('failed', true, say('too_late', { seconds: number(Math.ceil(queue.seconds)) }));
    void queue.forget(eventId);
  }, EVERY_MS);
}
