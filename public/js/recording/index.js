// The page of a recording, or of a highlight of it: pictures by hls.js, what was said beside them, and the timeline.
import { bindControls } from './controls.js';
import { openPlayer } from './player.js';
import { bindTalk } from './talk.js';
import { bindTimeline } from './timeline.js';

const stage = document.querySelector('[data-recording]');
const video = stage.querySelector('video');
const player = openPlayer(stage, video);
const controls = bindControls(stage, video, player);
const followers = [
  controls,
  bindTalk(document.querySelector('[data-talk]')),
  bindTimeline(document.querySelector('[data-timeline]'), goTo),
];
let hasBegun = false;

for (const event of ['timeupdate', 'seeked', 'durationchange']) {
  video.addEventListener(event, () => {
    hasBegun ||= video.currentTime > 0.5 || !video.paused;
    player.stopAtEnd();
    for (const { show } of followers) show(video.currentTime, { hasBegun, isReel: player.isReel() });
  });
}

async function goTo(second) {
  await player.goTo(second);
  video.play().catch(() => {});
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-seek]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!link.closest('[data-talk]')) stage.scrollIntoView({ block: 'nearest' });
  void goTo(Number(link.dataset.seek));
});

// It may come later, when the moments are found.
document.addEventListener('click', ({ target }) => {
  if (target.closest('button[data-reel]')) void playReel();
});

async function playReel() {
  await player.playReel();
  stage.scrollIntoView({ block: 'nearest' });
  video.play().catch(() => {});
}

const asked = Number(new URLSearchParams(location.search).get('t') ?? Number.NaN);
await player.open(stage.dataset.list, asked >= 0 ? asked : -1);
