import { putText } from './linkify.js';
import { copyOf, drawAvatar, putIds, timeIn } from './templates.js';

/** A page that is open all evening keeps no more than this many messages; the rest is a click away. */
const MOST = 200;
/** What comes together is drawn together. */
const TOGETHER_MS = 100;
const NEAR_END_PX = 60;

export function setUpChat(room, stream) {
  const list = room.querySelector('[data-messages]');
  const scroller = list.closest('.chat-scroll');
  const earlier = room.querySelector('[data-earlier]');
  const fresh = room.querySelector('[data-fresh]');
  const timeOf = timeIn(room.dataset.zone);
  let waiting = [];
  let timer = null;
  let unread = 0;

  stream.on('message', (message) => {
    waiting.push(message);
    timer ??= setTimeout(draw, TOGETHER_MS);
  });
  stream.on('message-hidden', ({ id }) => drop((message) => message.id === id, `[data-message="${id}"]`));
  stream.on('removed', ({ viewerId, isRemoved }) => {
    if (isRemoved) drop((message) => message.viewerId === viewerId, `[data-by="${viewerId}"]`);
  });
  stream.on('settings', ({ slowModeSeconds }) => {
    const hint = room.querySelector('[data-slow]');
    hint.hidden = slowModeSeconds === 0;
    hint.textContent = hint.dataset.slow.replace('%', slowModeSeconds);
  });
  stream.on('muted', ({ viewerId, isMuted }) => {
    if (String(viewerId) !== room.dataset.viewer) return;
    room.querySelector('[data-muted]').hidden = !isMuted;
    for (const field of room.querySelectorAll('.chat-form :is(input, button)')) field.disabled = isMuted;
  });
  // The list is drawn from its end: there the scroll is 0, and above it below 0.
  const isAtEnd = () => scroller.scrollTop > -NEAR_END_PX;
  scroller.addEventListener('scroll', () => unread > 0 && isAtEnd() && tellUnread(0), { passive: true });
  fresh?.addEventListener('click', () => {
    scroller.scrollTop = 0;
    tellUnread(0);
  });
  earlier?.addEventListener('click', (event) => {
    event.preventDefault();
    void showEarlier().catch(() => location.assign(earlier.href));
  });

  function draw() {
    timer = null;
    const isKnown = ({ id }) => list.querySelector(`[data-message="${id}"]`) !== null;
    const items = waiting.filter((message) => !isKnown(message)).slice(-MOST);
    waiting = [];
    if (items.length === 0) return;
    room.querySelector('[data-panel="chat"] [data-empty]')?.remove();
    const isOwn = ({ viewerId }) => String(viewerId) === room.dataset.viewer;
    const follows = isAtEnd() || items.some(isOwn);
    keepInPlace(follows ? null : list.lastElementChild, () => {
      list.append(...items.map((message) => drawMessage(room, message, timeOf(message.at), isOwn(message))));
    });
    if (!follows) return tellUnread(unread + items.length);
    scroller.scrollTop = 0;
    while (list.children.length > MOST) list.firstElementChild.remove();
    if (list.children.length === MOST) pointEarlier(true);
  }

  /** What somebody reads stays where it is while the list grows. */
  function keepInPlace(item, change) {
    const before = item?.getBoundingClientRect().top;
    change();
    if (item) scroller.scrollTop += item.getBoundingClientRect().top - before;
  }

  function drop(isMeant, selector) {
    waiting = waiting.filter((message) => !isMeant(message));
    for (const item of list.querySelectorAll(selector)) item.remove();
  }

  function tellUnread(count) {
    unread = count;
    if (!fresh) return;
    fresh.hidden = count === 0;
    fresh.querySelector('[data-count]').textContent = count;
  }

  async function showEarlier() {
    pointEarlier(true);
    const reply = await fetch(earlier.href);
    if (!reply.ok) throw new Error(String(reply.status));
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    keepInPlace(list.firstElementChild, () => list.prepend(...page.querySelectorAll('[data-messages] > li')));
    pointEarlier(page.querySelector('[data-earlier]:not([hidden])') !== null);
  }

  function pointEarlier(isThere) {
    if (!earlier) return;
    earlier.hidden = !isThere;
    earlier.href = `${room.dataset.path}?tab=chat&before=${list.firstElementChild?.dataset.message ?? ''}`;
  }
}

function drawMessage(room, { id, viewerId, name, isHost, body, at }, time, isOwn) {
  const item = copyOf(room, 'message');
  Object.assign(item.dataset, { message: id, by: viewerId });
  item.classList.toggle('host', isHost);
  item.classList.toggle('own', isOwn);
  drawAvatar(item.querySelector('.avatar'), name);
  item.querySelector('[data-name]').textContent = name;
  item.querySelector('[data-host-tag]').hidden = !isHost;
  item.querySelector('[data-own-tag]').hidden = !isOwn;
  putText(item.querySelector('[data-body]'), body);
  Object.assign(item.querySelector('time'), { dateTime: at, textContent: time });
  putIds(item, { ID: id, VIEWER: viewerId });
  if (isHost) for (const action of item.querySelectorAll('[data-of-viewer]')) action.remove();
  const menu = item.querySelector('[popover]');
  if (menu) {
    menu.id = `message-${id}`;
    item.querySelector('[popovertarget]').setAttribute('popovertarget', menu.id);
  }
  return item;
}
