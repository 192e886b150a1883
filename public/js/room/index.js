import { setUpChat } from './chat.js';
import { sendForms } from './forms.js';
import { countDown } from './countdown.js';
import { showNote } from './notes.js';
import { setUpPlayer } from './player.js';
import { setUpPolls } from './polls.js';
import { keepPresent } from './presence.js';
import { setUpQuestions } from './questions.js';
import { setUpReactions } from './reactions.js';
import { setUpSilenced } from './silenced.js';
import { setUpSoundCheck } from './sound-check.js';
import { openStream } from './stream.js';
import { setUpTabs } from './tabs.js';
import { setUpTopics } from './topics.js';
import { onWake } from './wake.js';

/** The room of a webinar. Without this file all of it is there as forms and links, but for the picture. */
const room = document.querySelector('#room');
const { path, after, viewer, state } = room.dataset;
const player = setUpPlayer(room);
const present = keepPresent(`${path}/presence`, leave);
const stream = openStream(`${path}/events?after=${after}`, () => void present.beat());

setUpTabs(room);
sendForms(room);
setUpSilenced(room, stream);
setUpChat(room, stream);
setUpQuestions(room, stream);
setUpPolls(room, stream);
setUpReactions(room, stream);
setUpTopics(room, stream);
setUpSoundCheck(room);
const stopCounting = state === 'waiting' ? countDown(room) : () => {};

stream.on('viewers', ({ viewers }) => {
  for (const place of room.querySelectorAll('[data-viewers]')) place.textContent = viewers;
});
stream.on('pause', ({ isPaused }) => {
  room.querySelector('[data-paused]').hidden = !isPaused;
  player.setPaused(isPaused);
});
stream.on('state', ({ state: next }) => {
  if (next === 'live') goLive();
  if (next === 'ended') player.finish();
});
stream.on('removed', ({ viewerId, isRemoved }) => {
  if (String(viewerId) === viewer && isRemoved) leave(404);
});
onWake(() => {
  stream.reopen();
  player.wake();
  void present.beat();
});

if (state === 'live') goLive();

function goLive() {
  if (room.dataset.state === 'ended') return;
  room.dataset.state = 'live';
  stopCounting();
  for (const part of room.querySelectorAll('[data-waiting]')) part.remove();
  for (const part of room.querySelectorAll('[data-live]')) part.hidden = false;
  void player.start({ onRefused: leave, onDoubt: () => void present.beat() });
}

/** The same viewer watches by another device, or may not watch any more: then the page says why. */
function leave(status) {
  player.stop();
  stream.close();
  present.stop();
  if (status === 409) showNote(room, 'elsewhere');
  else location.reload();
}
