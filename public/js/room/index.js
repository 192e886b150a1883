import { setUpChat } from './chat.js';
import { sendForms } from './forms.js';
import { countDown } from './countdown.js';
import { showNote } from './notes.js';
import { setUpPlayer } from './player.js';
import { setUpPolls } from './polls.js';
import { keepPresent } from './presence.js';
import { setUpQuestions } from './questions.js';
import { openStream } from './stream.js';
import { setUpTabs } from './tabs.js';

/** The room of a webinar. Without this file all of it is there as forms and links, but for the picture. */
const room = document.querySelector('#room');
const { path, after, viewer, state } = room.dataset;
const player = setUpPlayer(room);
const stream = openStream(`${path}/events?after=${after}`);

setUpTabs(room);
sendForms(room);
setUpChat(room, stream);
setUpQuestions(room, stream);
setUpPolls(room, stream);
const present = keepPresent(`${path}/presence`, leave);
const stopCounting = state === 'waiting' ? countDown(room) : () => {};

stream.on('viewers', ({ viewers }) => (room.querySelector('[data-viewers]').textContent = viewers));
stream.on('reactions', addReactions);
stream.on('pause', ({ isPaused }) => {
  room.querySelector('[data-paused]').hidden = !isPaused;
  player.setPaused(isPaused);
});
stream.on('state', ({ state: next }) => {
  if (next === 'live') goLive();
  if (next === 'ended') player.finish();
});
stream.on('removed', ({ viewerId, isRemoved }) => {
  if (String(viewerId) === viewer && isRemoved) location.reload();
});

if (state === 'live') goLive();

function goLive() {
  if (room.dataset.state === 'ended') return;
  room.dataset.state = 'live';
  stopCounting();
  room.querySelector('[data-waiting]')?.remove();
  void player.start(leave);
}

/** The same viewer watches by another device, or may not watch any more. */
function leave(status) {
  player.stop();
  stream.close();
  present.stop();
  if (status === 409) showNote(room, 'elsewhere');
  else location.reload();
}

function addReactions(counts) {
  for (const [sign, count] of Object.entries(counts)) {
    const shown = room.querySelector(`.reactions [value="${sign}"] [data-count]`);
    if (shown) shown.textContent = Number(shown.textContent) + count;
  }
}
