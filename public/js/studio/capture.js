import { createCompositor } from './compositor.js';
import { listDevices, openCamera, openMicrophone, openScreen, stopStream } from './devices.js';
import { readFrames } from './frames.js';
import { createMixer } from './mixer.js';
import { press, showCheck, showFault } from './page.js';
import { say } from './words.js';

const field = (name) => document.getElementById(name);
const firstTrack = (stream) => stream?.getTracks()[0];

/** Camera, microphone and screen of this computer, mixed into one picture and one sound. */
export function createCapture() {
  const compositor = createCompositor({ stages: [...document.querySelectorAll('canvas[data-stage]')], breakText: say('break') });
  const mixer = createMixer();
  const { scene } = compositor;
  const open = { camera: null, microphone: null, screen: null };
  const lost = new Set();

  /** A device that was unplugged, or that the system took for something else. */
  function watch(name) {
    const stream = open[name];
    lost.delete(name);
    showFault(name, false);
    firstTrack(stream)?.addEventListener('ended', () => {
      if (open[name] !== stream) return;
      lost.add(name);
      showFault(name, true);
      showCheck(name, 'bad', 'unplugged');
    });
  }

  function setCamera(stream) {
    scene.camera?.stop();
    stopStream(open.camera);
    open.camera = stream instanceof MediaStream ? stream : null;
    scene.camera = open.camera && readFrames(firstTrack(open.camera));
    if (open.camera) showCheck('camera', 'ok', 'camera_size', firstTrack(open.camera).getSettings());
    else if (stream === null) showCheck('camera', 'ok', 'camera_off');
    else showCheck('camera', 'warn', stream?.name === 'NotAllowedError' ? 'camera_refused' : 'camera_none');
    if (open.camera || stream === null) watch('camera');
  }

  function setMicrophone(stream) {
    stopStream(open.microphone);
    open.microphone = stream instanceof MediaStream ? stream : null;
    mixer.setMicrophone(open.microphone);
    if (open.microphone) showCheck('microphone', 'ok', 'mic_quiet');
    else showCheck('microphone', 'warn', stream?.name === 'NotAllowedError' ? 'camera_refused' : 'mic_none');
    if (open.microphone) watch('microphone');
  }

  function setScreen(stream) {
    scene.screen?.stop();
    stopStream(open.screen);
    open.screen = stream;
    scene.screen = stream && readFrames(stream.getVideoTracks()[0]);
    mixer.setScreen(stream);
    stream?.getVideoTracks()[0].addEventListener('ended', () => open.screen === stream && show({ screen: false }));
    const hasSound = stream?.getAudioTracks().length > 0;
    showCheck('screen_sound', hasSound ? 'ok' : 'warn', hasSound ? 'screen_sound' : stream ? 'screen_silent' : 'screen_none');
  }

  /** What the picture is made of. A screen that is shown no more is let go, so that the browser stops to say it is shared. */
  function show({ camera = scene.showsCamera, screen = scene.showsScreen }) {
    Object.assign(scene, { showsCamera: camera, showsScreen: screen });
    if (!screen && open.screen) setScreen(null);
    press('camera', camera);
    press('screen', screen);
  }

  function fill(name, devices, key) {
    const list = field(name);
    const options = devices.map(({ deviceId, label }, index) => new Option(label || say(key, { number: index + 1 }), deviceId));
    list.replaceChildren(...options, ...[...list.options].filter(({ value }) => value === ''));
    list.value = firstTrack(open[name])?.getSettings().deviceId ?? '';
    list.disabled = false;
  }

  async function fillLists() {
    const { cameras, microphones } = await listDevices();
    fill('camera', cameras, 'device_camera');
    fill('microphone', microphones, 'device_mic');
  }

  /** The camera chosen in the list; '' is none. */
  async function changeCamera() {
    const { value } = field('camera');
    setCamera(value === '' ? null : await openCamera(value));
  }

  const changeMicrophone = async () => setMicrophone(await openMicrophone(field('microphone').value));

  /** What was unplugged, or anything else of its kind. */
  async function reopenLost() {
    const names = [...lost];
    if (names.includes('camera')) setCamera(await openCamera(''));
    if (names.includes('microphone')) setMicrophone(await openMicrophone(''));
    if (names.length > 0) await fillLists();
  }

  return {
    compositor,
    mixer,
    open,
    show,
    changeCamera,
    changeMicrophone,
    reopenLost,
    fillLists,
    get isOpen() {
      return open.camera !== null || open.microphone !== null;
    },
    /** Asks for both, and shows what there is. */
    async openDevices() {
      await mixer.resume();
      const [camera, microphone] = await Promise.all([openCamera(''), openMicrophone('')]);
      setCamera(camera);
      setMicrophone(microphone);
      await fillLists();
    },
    /** Asks for a screen and shows it; false if there is none. */
    async openScreen() {
      const stream = await openScreen();
      if (!stream) return false;
      setScreen(stream);
      show({ screen: true });
      return true;
    },
    /** Lets go of everything, so that the lamp of the camera goes out. */
    close() {
      for (const stream of Object.values(open)) stopStream(stream);
      compositor.stop();
    },
  };
}
