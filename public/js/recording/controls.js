import { clock } from './clock.js';

const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
const STEP_SECONDS = 10;
const LOUDER = 0.1;
const keys = { ' ': 'play', k: 'play', m: 'mute', f: 'fullscreen', c: 'captions', ArrowLeft: 'back', ArrowRight: 'forward' };
Object.assign(keys, { ArrowUp: 'louder', ArrowDown: 'quieter', Home: 'beginning' });
/** The same keys of another keyboard layout. */
const codes = { KeyK: 'play', KeyM: 'mute', KeyF: 'fullscreen', KeyC: 'captions' };

/** The buttons and keys below the picture; gives what brings them up to date. */
export function bindControls(stage, video, player) {
  const button = (name) => stage.querySelector(`[data-do="${name}"]`);
  const seek = stage.querySelector('[data-position]');
  const time = stage.querySelector('[data-time]');
  let isSeeking = false;

  const actions = {
    play: () => (video.paused ? video.play() : video.pause()),
    mute: () => (video.muted = !video.muted),
    back: () => player.goTo(video.currentTime - STEP_SECONDS),
    forward: () => player.goTo(video.currentTime + STEP_SECONDS),
    louder: () => (video.volume = Math.min(1, video.volume + LOUDER)),
    quieter: () => (video.volume = Math.max(0, video.volume - LOUDER)),
    beginning: () => player.goTo(0),
    speed: () => (video.playbackRate = SPEEDS[(SPEEDS.indexOf(video.playbackRate) + 1) % SPEEDS.length]),
    captions: () => toggleCaptions(video, button('captions')),
    picture: () => (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture()),
    fullscreen: () => toggleFullscreen(stage, video),
  };
  const act = (name) => void Promise.resolve(actions[name]()).catch(() => {});

  stage.addEventListener('click', ({ target }) => {
    const name = target.closest('[data-do]')?.dataset.do;
    if (name) act(name);
  });
  video.addEventListener('click', ({ pointerType }) => pointerType === 'mouse' && act('play'));
  stage.addEventListener('keydown', (event) => {
    const isOther = event.target.matches('input') || (event.key === ' ' && event.target.matches('button'));
    const name = keys[event.key] ?? codes[event.code];
    if (!name || isOther || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(name);
  });
  seek.addEventListener('input', () => (isSeeking = true));
  seek.addEventListener('change', () => {
    isSeeking = false;
    video.currentTime = player.span().from + Number(seek.value);
  });
  for (const event of ['play', 'pause', 'volumechange', 'ratechange']) video.addEventListener(event, showButtons);
  video.controls = false;
  stage.querySelector('[data-bar]').hidden = false;
  button('captions').hidden = video.textTracks.length === 0;
  button('picture').hidden = !document.pictureInPictureEnabled;
  button('fullscreen').hidden = !document.fullscreenEnabled && !video.webkitEnterFullscreen;
  showButtons();

  function showButtons() {
    toggle(button('play'), !video.paused);
    toggle(button('mute'), !video.muted);
    const speed = button('speed');
    speed.textContent = `${video.playbackRate}×`;
    speed.setAttribute('aria-label', speed.dataset.label.replace('#', video.playbackRate));
  }

  function show(now) {
    const { from, end } = player.span();
    const at = Math.max(0, now - from);
    const words = `${clock(at)} / ${clock(end - from)}`;
    if (time.textContent !== words) time.textContent = words;
    seek.max = Math.ceil(end - from);
    if (!isSeeking) seek.value = Math.round(at);
    seek.setAttribute('aria-valuetext', words);
  }

  return { show };
}

/** A button with two looks: «on» is what it does now. */
function toggle(button, isOn) {
  button.setAttribute('aria-label', isOn ? button.dataset.on : button.dataset.off);
  for (const look of button.querySelectorAll('[data-when]')) look.hidden = (look.dataset.when === 'on') !== isOn;
}

function toggleCaptions(video, button) {
  const tracks = [...video.textTracks];
  const track = tracks.find(({ language }) => language === document.documentElement.lang) ?? tracks[0];
  const isShown = tracks.some(({ mode }) => mode === 'showing');
  for (const one of tracks) one.mode = one === track && !isShown ? 'showing' : 'disabled';
  button.setAttribute('aria-pressed', !isShown);
}

/** iPhones show nothing but the video itself on the whole screen. */
function toggleFullscreen(stage, video) {
  if (document.fullscreenElement) return document.exitFullscreen();
  return stage.requestFullscreen ? stage.requestFullscreen() : video.webkitEnterFullscreen();
}
