import { createCompositor } from './compositor.js';
import { listDevices, openDevices, openScreen, stopStream } from './devices.js';
import { readFrames } from './frames.js';
import { createMixer } from './mixer.js';
import { press, showCheck } from './page.js';
import { say } from './words.js';

const select = (name) => document.getElementById(name);

/** Camera, microphone and screen of this computer, mixed into one picture and one sound. */
export function createCapture() {
  const compositor = createCompositor({ stages: [...document.querySelectorAll('canvas[data-stage]')], breakText: say('break') });
  const mixer = createMixer();
  const { scene } = compositor;
  const open = { camera: null, microphone: null, screen: null };

  function setCamera(stream) {
    scene.camera?.stop();
    stopStream(open.camera);
    open.camera = stream instanceof MediaStream ? stream : null;
    scene.camera = open.camera && readFrames(open.camera.getVideoTracks()[0]);
    const size = open.camera?.getVideoTracks()[0].getSettings();
    if (size) showCheck('camera', 'ok', 'camera_size', size);
    else if (stream === null) showCheck('camera', 'ok', 'camera_off');
    else showCheck('camera', 'warn', stream?.name === 'NotAllowedError' ? 'camera_refused' : 'camera_none');
  }

  function setMicrophone(stream) {
    stopStream(open.microphone);
    open.microphone = stream instanceof MediaStream ? stream : null;
    mixer.setMicrophone(open.microphone);
    if (open.microphone) showCheck('microphone', 'ok', 'mic_quiet');
    else showCheck('microphone', 'warn', stream?.name === 'NotAllowedError' ? 'camera_refused' : 'mic_none');
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

  function fill(field, devices, key, chosen) {
    const options = devices.map(({ deviceId, label }, index) => new Option(label || say(key, { number: index + 1 }), deviceId));
    field.replaceChildren(...options, ...[...field.options].filter(({ value }) => value === ''));
    field.value = chosen ?? '';
    field.disabled = false;
  }

  async function fillLists() {
    const { cameras, microphones } = await listDevices();
    fill(select('camera'), cameras, 'device_camera', open.camera?.getVideoTracks()[0].getSettings().deviceId);
    fill(select('microphone'), microphones, 'device_mic', open.microphone?.getAudioTracks()[0].getSettings().deviceId);
  }

  return {
    compositor,
    mixer,
    open,
    show,
    get isOpen() {
      return open.camera !== null || open.microphone !== null;
    },
    /** The ones chosen in the lists; the first time any. */
    async openDevices() {
      const isFirst = select('microphone').disabled;
      const chosen = { camera: isFirst ? 'any' : select('camera').value, microphone: select('microphone').value };
      await mixer.resume();
      const { camera, microphone } = await openDevices(chosen);
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
  };
}
