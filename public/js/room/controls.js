const STEP_SECONDS = 10;

/** The buttons and keys of the player; gives what brings them up to date. */
export function bindControls(room, video, { behind, goTo, goLive, fromBeginning, total }) {
  const stage = room.querySelector('.stage');
  const button = (name) => stage.querySelector(`[data-do="${name}"]`);
  const seek = stage.querySelector('[data-seek]');
  const network = stage.querySelector('[data-network]');
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
    live: goLive,
    beginning: fromBeginning,
    captions: () => toggleCaptions(video, button('captions')),
    picture: () => (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture()),
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen?.()),
  };
  const keys = { ' ': 'play', k: 'play', m: 'mute', f: 'fullscreen', c: 'captions', ArrowLeft: 'back', ArrowRight: 'forward', End: 'live' };

  stage.addEventListener('click', (event) => {
    const name = event.target.closest('[data-do]')?.dataset.do;
    if (name) Promise.resolve(actions[name]()).catch(() => {});
  });
  stage.addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input, a') || (event.key === ' ' && event.target.matches('button'));
    const name = keys[event.key];
    if (!name || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    Promise.resolve(actions[name]()).catch(() => {});
  });
  seek.addEventListener('input', () => (isSeeking = true));
  seek.addEventListener('change', () => {
    isSeeking = false;
    goTo(total() - Number(seek.value));
  });
  for (const event of ['play', 'pause', 'volumechange']) video.addEventListener(event, showButtons);
  video.addEventListener('waiting', () => tellNetwork('fair'));
  video.addEventListener('playing', () => tellNetwork('good'));
  addEventListener('offline', () => tellNetwork('bad'));
  button('picture').hidden = !document.pictureInPictureEnabled;
  button('beginning').hidden = false;
  button('captions').hidden = video.textTracks.length === 0;
  showButtons();

  function showButtons() {
    toggle(button('play'), !video.paused);
    toggle(button('mute'), !video.muted);
    button('sound').hidden = !video.muted;
  }

  function tellNetwork(word) {
    if (network.textContent !== network.dataset[word]) network.textContent = network.dataset[word];
  }

  function show({ behind: seconds, isBack, total: length }) {
    const text = stage.querySelector('[data-behind]');
    text.textContent = isBack ? `−${clock(seconds)}` : text.dataset.live;
    button('live').hidden = !isBack;
    seek.max = Math.round(length);
    if (!isSeeking) seek.value = isBack ? Math.round(length - seconds) : seek.max;
    seek.setAttribute('aria-valuetext', text.textContent);
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

/** 4:10, or 1:04:10. */
function clock(total) {
  const seconds = Math.round(total);
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...rest].join(':') : `${Number(rest[0])}:${rest[1]}`;
}
