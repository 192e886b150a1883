import { bindControls } from './controls.js';
import { watchNetwork } from './network.js';
import { showNote } from './notes.js';
import { attachStream } from './sources.js';

const LOST_MS = 15_000;
const RETRY_MS = 1500;
/** Further behind than this one has gone back on purpose. */
const BEHIND_SECONDS = 12;
/** The list of a live broadcast holds its last half minute: whoever stops for longer goes on from the whole list. */
const STOPPED_SECONDS = 20;
/** With less than this ahead, the first hiccup of the host's line would stop the picture. */
const FIRST_SECONDS = 3;
/** Not all viewers ask for the next page in the same second. */
const SPREAD_MS = 3000;

/** The picture of the room: live, going back and forth, and what is told when there is none. */
export function setUpPlayer(room) {
  const video = room.querySelector('video');
  const frame = room.querySelector('[data-player]');
  const { path } = room.dataset;
  const state = { Hls: null, source: null, list: 'live', edge: 0, total: 0, newest: -1, heardAt: 0, isPaused: false, isOver: false };
  Object.assign(state, {
    isStarted: false,
    isStopped: false,
    hasPlayed: false,
    wentBack: false,
    isHeld: false,
    onRefused: () => {},
    onDoubt: () => {},
  });
  const network = watchNetwork(frame.querySelector('[data-network]'), video, () => state.edge - video.currentTime > 1);
  const controls = bindControls(room, video, {
    behind: () => behind(),
    goTo: (seconds) => goBehind(seconds),
    goLive: () => goLive(),
    total: () => state.total,
  });
  let timer;
  video.addEventListener('playing', () => (state.hasPlayed = true));

  /** `onRefused` when another device watches, `onDoubt` when it may be that this one may not any more. */
  async function start({ onRefused, onDoubt }) {
    if (state.isStarted || state.isStopped) return;
    Object.assign(state, { isStarted: true, onRefused, onDoubt, heardAt: Date.now() - Number(room.dataset.silent ?? 0) * 1000 });
    const { default: Hls } = await import(frame.dataset.hls).catch(() => (setTimeout(() => location.reload(), 5000), {}));
    if (!Hls || state.isStopped) return;
    if (Hls.isSupported()) state.Hls = Hls;
    else if (!video.canPlayType('application/vnd.apple.mpegurl')) return showNote(room, 'failed');
    timer = setInterval(look, 1000);
    look();
    open('live');
  }

  /** One of the two lists, `seconds` behind the newest picture. */
  function open(list, seconds = 0, isStill = false) {
    state.list = list;
    state.source?.close();
    state.source = attachStream(state.Hls, video, `${path}/${list}.m3u8`, {
      behind: seconds,
      onHeard: hear,
      onFailed(status) {
        network.fail();
        if (status === 409) return state.onRefused(409);
        if (status === 404 && state.newest >= 0) state.onDoubt();
        const back = list === 'full' ? behind() : 0;
        const wasStill = wasStopped();
        setTimeout(() => state.list === list && !state.isStopped && open(list, back, wasStill), RETRY_MS);
      },
    });
    state.isHeld = !isStill;
  }

  /** By the viewer: a list that could not be opened, however often, leaves the picture still too. */
  const wasStopped = () => state.hasPlayed && video.paused && !state.isHeld;

  /** With its sound where the browser lets a page begin so, else without; a host would hear themselves. */
  function play() {
    state.isHeld = false;
    if (!state.hasPlayed) video.muted = room.dataset.host === 'true';
    video.play().catch(({ name }) => {
      if (name !== 'NotAllowedError') return;
      video.muted = true;
      return video.play().catch(() => {});
    });
  }

  function hear({ newest, edge, total }) {
    network.heard();
    Object.assign(state, { edge, total });
    if (state.isHeld && (total >= FIRST_SECONDS || state.isOver)) play();
    if (newest === state.newest) return;
    // What is on the first list may have come long ago; the page says when.
    if (state.newest >= 0 || !room.dataset.silent) state.heardAt = Date.now();
    state.newest = newest;
  }

  /** Once a second: whether the host is still heard, and what the bar says. */
  function look() {
    const silentMs = Date.now() - state.heardAt;
    const isAtEnd = state.list === 'live' || behind() < 2;
    const isLost = !state.isPaused && !state.isOver && isAtEnd && silentMs > LOST_MS;
    showNote(room, isLost ? 'lost' : '');
    network.show(isLost);
    const seconds = behind();
    const isBack = state.list === 'full' || seconds > BEHIND_SECONDS;
    frame.dataset.latency = seconds.toFixed(1);
    controls.show({ behind: seconds, isBack, total: state.total });
    if (state.list === 'live' && video.paused && state.hasPlayed && seconds > STOPPED_SECONDS && !state.isOver) {
      state.wentBack = true;
      open('full', seconds, true);
    }
  }

  function behind() {
    if (!state.source) return 0;
    return Math.max(0, state.source.latency ?? state.edge - video.currentTime);
  }

  /** So many seconds behind the newest picture; Infinity is the beginning. */
  function goBehind(seconds) {
    const oldest = video.seekable.length > 0 ? video.seekable.start(0) : 0;
    if (seconds <= 4) return goLive();
    state.wentBack = true;
    if (state.list === 'full') video.currentTime = Math.max(0, state.edge - seconds);
    else if (state.edge - seconds >= oldest) video.currentTime = state.edge - seconds;
    else open('full', seconds, wasStopped());
  }

  function goLive() {
    state.wentBack = false;
    open('live');
  }

  /** The computer slept, or the page was away: whoever watched the broadcast is back in it. */
  function wake() {
    if (!state.source || state.isOver || state.wentBack || (video.paused && state.hasPlayed)) return;
    if (behind() > BEHIND_SECONDS || Date.now() - state.heardAt > LOST_MS / 2) open('live');
  }

  /** The last seconds are shown before the note; whoever has gone back sees the rest. */
  function finish() {
    state.isOver = true;
    for (const tag of frame.querySelectorAll('[data-live-tag]')) tag.hidden = true;
    const end = () => {
      if (state.isStopped) return;
      stop();
      room.dataset.state = 'ended';
      showNote(room, 'ended');
      setTimeout(() => location.replace(`${path}/ended`), 1000 + Math.random() * SPREAD_MS);
    };
    if (!state.source) return end();
    video.addEventListener('ended', end, { once: true });
    if (!state.wentBack) setTimeout(end, 12_000);
  }

  function stop() {
    state.isStopped = true;
    clearInterval(timer);
    state.source?.close();
    state.source = null;
    video.pause();
  }

  return { start, stop, finish, wake, setPaused: (isPaused) => Object.assign(state, { isPaused, heardAt: Date.now() }) };
}
