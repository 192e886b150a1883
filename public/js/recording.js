// The player of a recording: pictures by hls.js, what was said beside them, and the timeline.
const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
const stage = document.querySelector('[data-recording]');
const video = stage.querySelector('video');
const speed = stage.querySelector('[data-speed]');
const finish = Number(stage.dataset.finish ?? 0);
const talk = document.querySelector('[data-talk]');
const lines = talk ? [...talk.querySelectorAll('[data-second]')] : [];
const bars = [...document.querySelectorAll('[data-timeline] [data-second]')];
let isReel = false;
let hls = null;
let Hls = null;

async function open(list, second = -1) {
  Hls ??= (await import(stage.dataset.hls)).default;
  hls?.destroy();
  if (!Hls.isSupported()) {
    if (!video.canPlayType('application/vnd.apple.mpegurl')) return fail();
    video.src = list;
    if (second > 0) video.addEventListener('loadedmetadata', () => (video.currentTime = second), { once: true });
    return;
  }
  hls = new Hls(second >= 0 ? { startPosition: second } : {});
  hls.on(Hls.Events.ERROR, (_, { type, fatal }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else fail();
  });
  hls.loadSource(list);
  hls.attachMedia(video);
}

function fail() {
  stage.querySelector('[data-failed]').hidden = false;
}

/** What was said so far; the rest is still to come. */
function show() {
  if (isReel) return;
  const now = video.currentTime;
  let last = null;
  for (const line of lines) {
    const isSaid = Number(line.dataset.second) <= now;
    line.hidden = !isSaid && hasBegun;
    if (isSaid) last = line;
  }
  if (last && talk) talk.scrollTop = last.offsetTop + last.offsetHeight - talk.offsetTop - talk.clientHeight;
  for (const bar of bars) bar.classList.toggle('seen', Number(bar.dataset.second) <= now && hasBegun && !bar.classList.contains('peak'));
}

let hasBegun = false;
let firstSecond = null;
video.addEventListener('timeupdate', () => {
  hasBegun ||= video.currentTime > 0.5 || !video.paused;
  show();
  // A playlist ends with a whole piece; the highlight ends where it ends.
  if (finish && firstSecond !== null && video.currentTime >= firstSecond + finish) {
    video.pause();
    firstSecond = null;
  }
});
video.addEventListener('playing', () => (firstSecond ??= finish ? video.currentTime : null));
video.addEventListener('seeked', show);

speed.hidden = false;
speed.addEventListener('click', () => {
  const next = SPEEDS[(SPEEDS.indexOf(video.playbackRate) + 1) % SPEEDS.length];
  video.playbackRate = next;
  speed.textContent = `${next}×`;
  speed.setAttribute('aria-label', speed.dataset.label.replace('#', next));
});

async function goTo(second) {
  if (isReel) {
    isReel = false;
    await open(stage.dataset.list, second);
  } else video.currentTime = second;
  stage.scrollIntoView({ block: 'nearest' });
  video.play().catch(() => {});
}

async function playReel() {
  isReel = true;
  await open(stage.dataset.reel, 0);
  video.play().catch(() => {});
}

for (const link of document.querySelectorAll('[data-seek]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    void goTo(Number(link.dataset.seek));
  });
}
document.querySelector('[data-timeline]')?.addEventListener('click', ({ clientX, currentTarget }) => {
  const { left, width } = currentTarget.getBoundingClientRect();
  if (Number.isFinite(video.duration) && !isReel) void goTo(((clientX - left) / width) * video.duration);
});
const reel = document.querySelector('button[data-reel]');
if (reel) {
  reel.hidden = false;
  reel.addEventListener('click', () => void playReel());
}

const asked = new URLSearchParams(location.search).get('t');
await open(stage.dataset.list, asked && Number(asked) >= 0 ? Number(asked) : -1);
