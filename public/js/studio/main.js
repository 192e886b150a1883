import { createBroadcast } from './broadcast.js';
import { createCapture } from './capture.js';
import { canEncode } from './encoder.js';
import { showHealth } from './health.js';
import { out, press, showCheck, showNotice, showPart } from './page.js';
import { openQueue } from './queue.js';
import { isHopeless, startSender } from './sender.js';
import { say } from './words.js';

const root = document.getElementById('studio');
const { event: eventId, csrf } = root.dataset;
const find = (selector) => root.querySelector(selector);
const on = (name, action) => find(`[data-do="${name}"]`)?.addEventListener('click', action);

/** One page at a time sends and records; another waits until that one is closed. */
function whenAlone() {
  const slow = setTimeout(() => showNotice('other-tab', true), 1500);
  return new Promise((resolve) => {
    void navigator.locks.request(`studio-${eventId}`, () => {
      clearTimeout(slow);
      showNotice('other-tab', false);
      resolve();
      return new Promise(() => {});
    });
  });
}

async function post(path, fields) {
  const response = await fetch(`/webinars/${eventId}/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ _csrf: csrf, ...fields }),
    headers: { Accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** Minutes, viewers and questions left, as the page of the ending tells them now. */
async function refreshEnding(address) {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return;
  const facts = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-ending-facts]');
  if (facts) find('[data-ending-facts]').replaceWith(facts);
}

async function drainAfterEnd() {
  const queue = await openQueue(Number(eventId));
  const sender = startSender(eventId, queue, { onSent() {}, onChange() {} });
  setInterval(() => {
    const isLeft = queue.list.length > 0 && !isHopeless(sender);
    showNotice('draining', isLeft, isLeft ? say('draining', { seconds: Math.ceil(queue.seconds) }) : '');
  }, 500);
}

async function setUp() {
  const queue = await openQueue(Number(eventId));
  const sender = startSender(eventId, queue, { onSent() {}, onChange() {} });
  const capture = createCapture();
  const broadcast = createBroadcast(Number(eventId), capture, queue, {
    onPiece(piece, isRehearsal) {
      health.addPiece(piece, isRehearsal);
      sender.wake();
    },
    onFailure: () => broadcast.isOn && leave(say('failed')),
  });
  const health = showHealth({ root, capture, queue, sender, broadcast });

  async function leave(reason = '') {
    await broadcast.stop();
    showPart('check');
    showNotice('failed', reason !== '', reason);
  }

  /** What the host chose to show; asks for a screen where that takes one. */
  async function prepare() {
    const source = find('input[name="source"]:checked').value;
    if (source !== 'camera' && !capture.open.screen && !(await capture.openScreen())) return false;
    if (!capture.isOpen) await capture.openDevices();
    capture.show({ camera: source !== 'screen', screen: source !== 'camera' });
    return true;
  }

  async function goOnAir(isRehearsal) {
    if (!(await prepare())) return;
    await broadcast.start({ isRehearsal });
    showNotice('failed', false);
    showPart('air', isRehearsal);
    if (root.dataset.paused && !isRehearsal) await pause(false);
  }

  async function pause(isPaused) {
    Object.assign(capture.compositor.scene, { isPaused });
    capture.mixer.silence(isPaused);
    press('pause', isPaused);
    find('[data-mark="paused"]').hidden = !isPaused;
    await post('pause', { paused: isPaused ? 'on' : 'off' }).catch(() => {});
  }

  const toggles = {
    mute: (isOn) => (capture.mixer.mute(!isOn), press('mute', isOn)),
    camera: (isOn) => capture.show({ camera: isOn }),
    screen: (isOn) => (isOn ? capture.openScreen() : capture.show({ screen: false })),
    pause,
  };
  for (const button of root.querySelectorAll('[data-toggle]')) {
    button.addEventListener('click', () => toggles[button.dataset.toggle](button.getAttribute('aria-pressed') !== 'true'));
  }

  on('devices', () => capture.openDevices());
  on('screen', async () => {
    const chosen = find('input[name="source"]:checked');
    if ((await capture.openScreen()) && chosen.value === 'camera') find('input[name="source"][value="both"]').checked = true;
  });
  on('start', () => goOnAir(false));
  on('rehearse', () => goOnAir(true));
  on('go-live', () => broadcast.start({ isRehearsal: false }).then(() => showPart('air')));
  on('end-rehearsal', () => leave());
  on('lower', () => broadcast.start({ isRehearsal: broadcast.isRehearsal, quality: 'low' }));
  on('slides', () => {
    capture.show({ camera: false });
    return broadcast.start({ isRehearsal: broadcast.isRehearsal, quality: 'slides' });
  });
  for (const name of ['camera', 'microphone']) document.getElementById(name).addEventListener('change', () => void capture.openDevices());
  for (const radio of root.querySelectorAll('input[name="source"]')) {
    radio.addEventListener('change', () => capture.show({ camera: radio.value !== 'screen' }));
  }

  find('[data-form="moment"]').addEventListener('submit', async (event) => {
    event.preventDefault();
    const field = event.target.elements.title;
    try {
      const { title, clock } = await post('moments', { title: field.value });
      field.value = '';
      out('moment', say(title ? 'last_moment_named' : 'last_moment', { title, clock }));
    } catch {
      out('moment', say('moment_failed'));
    }
  });

  on('end', (event) => {
    event.preventDefault();
    document.getElementById('ending').showModal();
    void refreshEnding(event.currentTarget.href);
  });
  on('stay', (event) => {
    event.preventDefault();
    document.getElementById('ending').close();
  });
  find('[data-form="ending"]').addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.target;
    find('[data-ending-waits]').hidden = false;
    form.querySelector('button').disabled = true;
    find('[data-do="stay"]').hidden = true;
    await broadcast.stop();
    while (queue.list.length > 0 && !isHopeless(sender)) await new Promise((resolve) => setTimeout(resolve, 100));
    form.submit();
  });

  addEventListener('beforeunload', (event) => {
    if (broadcast.isOn || (queue.list.length > 0 && !isHopeless(sender))) event.preventDefault();
  });

  const news = new EventSource(`/webinars/${eventId}/events`);
  news.addEventListener('viewers', ({ data }) => health.setViewers(JSON.parse(data).viewers));
  for (const button of root.querySelectorAll('[data-form="check"] [data-do]')) button.disabled = false;
}

await whenAlone();
if (root.dataset.state === 'ended') await drainAfterEnd();
else if (await canEncode()) {
  showCheck('browser', 'ok', 'ok');
  await setUp();
} else {
  showCheck('browser', 'bad', 'browser_old');
  showNotice('cannot', true);
}
