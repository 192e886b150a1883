const STEP_SECONDS = 10;
const LOUDER = 0.1;

const keys = {
  ' ': 'play',
  k: 'play',
  m: 'mute',
  f: 'fullscreen',
  c: 'captions',
  p: 'picture',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  ArrowUp: 'louder',
  ArrowDown: 'quieter',
  Home: 'beginning',
  End: 'live',
  '?': 'help',
};
/** The same keys of another keyboard layout. */
const codes = { KeyK: 'play', KeyM: 'mute', KeyF: 'fullscreen', KeyC: 'captions', KeyP: 'picture' };

/** The buttons and keys of the player; gives what brings them up to date. */
export function bindControls(room, video, { behind, goTo, goLive, total }) {
  const stage = room.querySelector('.stage');
  const button = (name) => stage.querySelector(`[data-do="${name}"]`);
  const seek = stage.querySelector('[data-seek]');
  let isSeeking = false;

  const actions = {
    play: () => (video.paused ? video.play() : video.pause()),
    mute: () => (video.muted = !video.muted),
    sound: () => {
      video.muted = false;
      video.focus();
    },
    back: () => goTo(behind() + STEP_SECONDS),
    forward: () => goTo(behind() - STEP_SECONDS),
    louder: () => (video.volume = Math.min(1, video.volume + LOUDER)),
    quieter: () => (video.volume = Math.max(0, video.volume - LOUDER)),
    live: goLive,
    beginning: () => goTo(Infinity),
    captions: () => toggleCaptions(video, button('captions')),
    picture: () => (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture()),
    fullscreen: () => toggleFullscreen(stage, video),
    help: () => stage.querySelector('#player-keys').togglePopover(),
  };
  const act = (name) => void Promise.resolve(actions[name]()).catch(() => {});

  stage.addEventListener('click', (event) => {
    const name = event.target.closest('[data-do]')?.dataset.do;
    if (name) act(name);
  });
  video.addEventListener('click', ({ pointerType }) => pointerType === 'mouse' && act('play'));
  video.addEventListener('dblclick', () => act('fullscreen'));
  stage.addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input, a') || (event.key === ' ' && event.target.matches('button'));
    const name = keys[event.key] ?? codes[event.code];
    if (!name || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(name);
  });
  seek.addEventListener('input', () => (isSeeking = true));
  seek.addEventListener('change', () => {
    isSeeking = false;
    goTo(total() - Number(seek.value));
  });
  for (const event of ['play', 'pause', 'volumechange']) video.addEventListener(event, showButtons);
  button('picture').hidden = !document.pictureInPictureEnabled;
  button('fullscreen').hidden = !document.fullscreenEnabled && !video.webkitEnterFullscreen;
  button('beginning').hidden = false;
  button('captions').hidden = video.textTracks.length === 0;
  showButtons();

  function showButtons() {
    toggle(button('play'), !video.paused);
    toggle(button('mute'), !video.muted);
    button('sound').hidden = !video.muted;
  }

  function show({ behind: seconds, isBack, total: length }) {
    const text = stage.querySelector('[data-behind]');
    text.textContent = isBack ? `−${clock(seconds)}` : text.dataset.near.replace('%', Math.round(seconds));
    button('live').hidden = !isBack;
    seek.max = Math.round(length);
    if (!isSeeking) seek.value = isBack ? Math.round(length - seconds) : seek.max;
    seek.setAttribute('aria-valuetext', `${text.textContent} ${text.dataset.from}`);
  }

  return { show };
}

/** A button with two looks: «on» is what it does now. */
function toggle(button, isOn) {
  button.setAttribute('aria-label', isOn ? button.dataset.on : button.dataset.off);
  for (const look of button.querySelectorAll('[data-when]')) look.hidden = (look.dataset.when === 'on') !== isOn;
}

function toggleCaptions(video, button) {
  const [track] = video.textTracks;
  if (!track) return;
  track.mode = track.mode === 'showing' ? 'hidden' : 'showing';
  button.setAttribute('aria-pressed', track.mode === 'showing');
}

/** iPhones show nothing but the video itself on the whole screen. */
function toggleFullscreen(stage, video) {
  if (document.fullscreenElement) return document.exitFullscreen();
  return stage.requestFullscreen ? stage.requestFullscreen() : video.webkitEnterFullscreen();
}

/** 4:10, or 1:04:10. */
function clock(total) {
  const seconds = Math.round(total);
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...rest].join(':') : `${Number(rest[0])}:${rest[1]}`;
}
