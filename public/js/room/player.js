import { bindControls } from './controls.js';
import { showNote } from './notes.js';

const LOST_MS = 15_000;
const RETRY_MS = 1500;
/** Further behind than this one has gone back on purpose. */
const BEHIND_SECONDS = 12;
/** The list of a live broadcast holds its last half minute; to go back further the whole list is read. */
const options = { lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.1, backBufferLength: 30, liveSyncDuration: 3 };

/** The picture of the room: live, going back and forth, and what is told when there is none. */
export function setUpPlayer(room) {
  const video = room.querySelector('video');
  const { path } = room.dataset;
  const state = {
    hls: null,
    list: 'live',
    edge: 0,
    newest: -1,
    heardAt: 0,
    isPaused: false,
    isOver: false,
    isStopped: false,
    refuse: () => {},
  };
  const controls = bindControls(room, video, {
    behind: () => behind(),
    goTo: (seconds) => goBehind(seconds),
    goLive: () => open('live'),
    fromBeginning: () => goBehind(Infinity),
    total: () => state.edge,
  });
  let timer;
  video.addEventListener('error', () => !state.Hls && setTimeout(() => !state.isStopped && video.load(), RETRY_MS));

  async function start(onRefused) {
    state.refuse = onRefused;
    if (state.hls || state.isStopped) return;
    state.heardAt = Date.now();
    showNote(room, '');
    const { default: Hls } = await import(room.querySelector('[data-player]').dataset.hls);
    if (Hls.isSupported()) state.Hls = Hls;
    else if (!video.canPlayType('application/vnd.apple.mpegurl')) return showNote(room, 'failed');
    timer = setInterval(look, 1000);
    open('live');
  }

  /** One of the two lists; `behindSeconds`: where to go in it. */
  function open(list, behindSeconds = 0) {
    state.list = list;
    state.hls?.destroy();
    if (!state.Hls) return openNative(list);
    const hls = (state.hls = new state.Hls(options));
    const { Events, ErrorTypes } = state.Hls;
    hls.on(Events.LEVEL_LOADED, (_, { details }) => hear(details.endSN, details.edge));
    if (behindSeconds > 0) {
      hls.once(Events.LEVEL_LOADED, (_, { details }) => (video.currentTime = Math.max(0, details.edge - behindSeconds)));
    }
    hls.on(Events.ERROR, (_, { type, fatal, response }) => {
      if (response?.code === 409) return state.refuse(409);
      if (!fatal || state.hls !== hls) return;
      if (type === ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else setTimeout(() => state.hls === hls && !state.isStopped && open(state.list, behindSeconds), RETRY_MS);
    });
    hls.loadSource(`${path}/${list}.m3u8`);
    hls.attachMedia(video);
    play();
  }

  function openNative(list) {
    const address = `${path}/${list}.m3u8`;
    if (!video.src.endsWith(address)) video.src = address;
    state.heardAt = Infinity;
    play();
  }

  /** With its sound where the browser lets a page begin so, else without. */
  function play() {
    video.play().catch(() => {
      video.muted = true;
      return video.play().catch(() => {});
    });
  }

  function hear(newest, edge) {
    state.edge = edge;
    if (newest === state.newest) return;
    Object.assign(state, { newest, heardAt: Date.now() });
  }

  /** Once a second: whether the host is still heard, and what the bar says. */
  function look() {
    const isLost = !state.isPaused && !state.isOver && state.list === 'live' && Date.now() - state.heardAt > LOST_MS;
    if (!state.isOver) showNote(room, isLost ? 'lost' : '');
    controls.show({ behind: behind(), isBack: state.list === 'full' || behind() > BEHIND_SECONDS, total: state.edge });
  }

  function behind() {
    if (state.hls && state.list === 'live') return Math.max(0, state.hls.latency);
    return Math.max(0, (state.edge || video.duration || 0) - video.currentTime);
  }

  /** So many seconds behind the newest picture. */
  function goBehind(seconds) {
    const oldest = video.seekable.length > 0 ? video.seekable.start(0) : 0;
    if (seconds <= 4) return open('live');
    if (Number.isFinite(seconds) && state.edge && state.edge - seconds >= oldest && state.list !== '')
      video.currentTime = state.edge - seconds;
    else open('full', Number.isFinite(seconds) ? seconds : Number.MAX_SAFE_INTEGER);
  }

  /** The last seconds are shown before the note. */
  function finish() {
    state.isOver = true;
    const end = () => {
      if (room.dataset.state === 'ended') return;
      room.dataset.state = 'ended';
      stop();
      showNote(room, 'ended');
    };
    if (!state.hls) return end();
    video.addEventListener('ended', end, { once: true });
    setTimeout(end, 12_000);
  }

  function stop() {
    state.isStopped = true;
    clearInterval(timer);
    state.hls?.destroy();
    state.hls = null;
    video.pause();
  }

  return { start, stop, finish, setPaused: (isPaused) => Object.assign(state, { isPaused, heardAt: Date.now() }) };
}
