import { canShowScreen } from './devices.js';
import { listenBack } from './listening.js';
import { out, press, showFault, showNotice, showPart, showState } from './page.js';
import { post } from './post.js';
import { say } from './words.js';

/** The buttons and lists of the check and of the broadcast. */
export function setUpButtons({ root, capture, broadcast }, { leave }) {
  const find = (selector) => root.querySelector(selector);
  const on = (name, action) => {
    for (const button of root.querySelectorAll(`[data-do="${name}"]`)) button.addEventListener('click', action);
  };
  const source = (value) => find(`input[name="source"][value="${value}"]`);

  /** What the host chose to show; asks for a screen where that takes one. */
  async function prepare() {
    const { value } = find('input[name="source"]:checked');
    if (value !== 'camera' && !capture.open.screen && !(await capture.openScreen())) return false;
    if (!capture.isOpen) await capture.openDevices();
    capture.show({ camera: value !== 'screen', screen: value !== 'camera' });
    return true;
  }

  async function goOnAir(isRehearsal) {
    if (!(await prepare())) return;
    await broadcast.start({ isRehearsal });
    showNotice('failed', false);
    if (isRehearsal) showPart('air', true);
    else await showOnAir();
  }

  async function showOnAir() {
    root.dataset.started ||= new Date().toISOString();
    out('since', say('since', { time: timeOf(root.dataset.started) }));
    showState('live');
    showPart('air');
    if (root.dataset.paused) await pause(false);
  }

  const timeOf = (iso) =>
    new Intl.DateTimeFormat(root.dataset.locale, { timeZone: root.dataset.zone, hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

  async function pause(isPaused) {
    root.dataset.paused = isPaused ? '1' : '';
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
    if ((await capture.openScreen()) && source('camera').checked) source('both').checked = true;
  });
  on('listen', async ({ currentTarget: button }) => {
    button.disabled = true;
    if (!capture.isOpen) await capture.openDevices();
    await listenBack(capture.mixer.track, (phase) => out('listening', say(phase))).catch(() => out('listening', say('listening_failed')));
    button.disabled = false;
  });
  on('start', () => goOnAir(false));
  on('rehearse', () => goOnAir(true));
  on('go-live', async () => {
    await broadcast.start({ isRehearsal: false });
    await showOnAir();
  });
  on('end-rehearsal', () => leave());
  on('lower', () => broadcast.start({ isRehearsal: broadcast.isRehearsal, quality: 'low' }));
  on('slides', () => {
    capture.show({ camera: false });
    return broadcast.start({ isRehearsal: broadcast.isRehearsal, quality: 'slides' });
  });
  on('reopen', () => capture.reopenLost());
  on('choose', () => {
    const devices = find('[data-place="air"]');
    devices.open = true;
    document.getElementById('microphone').focus();
    showFault('silent', false);
  });

  document.getElementById('camera').addEventListener('change', () => void capture.changeCamera());
  document.getElementById('microphone').addEventListener('change', () => void capture.changeMicrophone());
  navigator.mediaDevices.addEventListener('devicechange', () => capture.isOpen && void capture.reopenLost().then(capture.fillLists));
  for (const radio of root.querySelectorAll('input[name="source"]')) {
    radio.addEventListener('change', () => capture.show({ camera: radio.value !== 'screen' }));
  }

  for (const button of root.querySelectorAll('[data-form="check"] [data-do]')) button.disabled = false;
  if (canShowScreen()) return;
  showNotice('phone', true);
  for (const part of [source('both'), source('screen'), find('[data-do="screen"]'), find('[data-toggle="screen"]')]) part.disabled = true;
}
