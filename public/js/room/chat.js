import { copyOf, drawAvatar, putIds, timeIn } from './templates.js';

/** A page that is open all evening keeps no more than this many messages. */
const MOST = 400;

export function setUpChat(room, stream) {
  const list = room.querySelector('[data-messages]');
  const timeOf = timeIn(room.dataset.zone);

  stream.on('message', (message) => {
    if (list.querySelector(`[data-message="${message.id}"]`)) return;
    room.querySelector('[data-panel="chat"] [data-empty]')?.remove();
    list.append(drawMessage(room, message, timeOf(message.at)));
    if (list.children.length > MOST) list.firstElementChild.remove();
  });
  stream.on('message-hidden', ({ id }) => list.querySelector(`[data-message="${id}"]`)?.remove());
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
}

function drawMessage(room, { id, viewerId, name, isHost, body, at }, time) {
  const item = copyOf(room, 'message');
  item.dataset.message = id;
  item.classList.toggle('host', isHost);
  drawAvatar(item.querySelector('.avatar'), name);
  item.querySelector('[data-name]').textContent = name;
  item.querySelector('[data-host-tag]').hidden = !isHost;
  item.querySelector('[data-body]').textContent = body;
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
