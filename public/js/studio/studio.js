import { createBroadcast } from './broadcast.js';
import { createCapture } from './capture.js';
import { setUpButtons } from './buttons.js';
import { drainAfterEnd } from './drain.js';
import { canEncode } from './encoder.js';
import { setUpEnding } from './ending.js';
import { showHealth } from './health.js';
import { clearLeftovers } from './leftovers.js';
import { setUpMoments } from './moments.js';
import { showCheck, showNotice, showPart, showState } from './page.js';
import { openQueue } from './queue.js';
import { isHopeless, startSender } from './sender.js';
import { setUpTalk } from './talk.js';
import { measureUplink } from './uplink.js';
import { say } from './words.js';

/** Makes the page that the server has drawn work, for the one tab that has the place. */
export async function openStudio(place) {
  const root = document.getElementById('studio');
  const eventId = Number(root.dataset.event);
  if (root.dataset.state === 'ended') return drainAfterEnd(eventId, place);
  if (await canEncode()) return setUp(root, eventId, place);
  showCheck('browser', 'bad', 'browser_old');
  showNotice(isSecureContext ? 'cannot' : 'insecure', true);
}

async function setUp(root, eventId, place) {
  showCheck('browser', 'ok', 'ok');
  const queue = await openQueue(eventId);
  const sender = startSender(eventId, queue, { onSent() {}, onChange() {} });
  const capture = createCapture();
  const broadcast = createBroadcast(eventId, capture, queue, {
    onPiece(piece, isRehearsal) {
      health.addPiece(piece, isRehearsal);
      sender.wake();
    },
    onFailure: () => broadcast.isOn && leave(say('failed')),
  });
  const health = showHealth({ root, capture, queue, sender, broadcast });
  const stream = setUpTalk(root);
  const page = { root, eventId, queue, sender, capture, broadcast, isLeaving: false };

  async function leave(reason = '') {
    await broadcast.stop();
    showPart('check');
    showNotice('failed', reason !== '', reason);
  }

  /** All that was recorded is sent, as far as it is taken. */
  page.finish = async () => {
    await broadcast.stop();
    while (queue.list.length > 0 && !isHopeless(sender)) await new Promise((resolve) => setTimeout(resolve, 100));
    page.isLeaving = true;
  };

  place.isOnAir = () => broadcast.isOn;
  place.onAsked = async () => {
    await broadcast.stop();
    await queue.settle();
    sender.stop();
    capture.close();
    page.isLeaving = true;
  };
  stream.on('viewers', ({ viewers }) => health.setViewers(viewers));
  stream.on('state', async ({ state }) => {
    // By another host, or because nothing came for too long.
    if (state !== 'ended' || page.isEnding) return;
    await page.finish();
    location.reload();
  });
  addEventListener('beforeunload', (event) => {
    if (!page.isLeaving && (broadcast.isOn || (queue.list.length > 0 && !isHopeless(sender)))) event.preventDefault();
  });

  setUpMoments(root, stream);
  setUpEnding(page);
  setUpButtons(page, { leave });
  showState(root.dataset.state);
  void clearLeftovers(queue);
  void measureUplink(eventId);
}
