import { copyOf, putIds } from './templates.js';

/** For hosts: whom they asked to be silent, and whom they sent away, so that it can be taken back. Comes before what removes their words. */
export function setUpSilenced(room, stream) {
  const list = room.querySelector('[data-silenced-list]');
  if (!list) return;
  const find = (id) => list.querySelector(`[data-silenced="${id}"]`);
  const panel = list.closest('[data-silenced-panel]');

  stream.on('muted', ({ viewerId, isMuted }) => change(viewerId, isMuted, 'muted'));
  stream.on('removed', ({ viewerId, isRemoved }) => change(viewerId, isRemoved, 'removed'));

  function change(id, isSet, how) {
    const known = find(id);
    if (isSet) show(known ?? add(id), how);
    else known?.remove();
    panel.hidden = list.children.length === 0;
  }

  function add(id) {
    const item = copyOf(room, 'silenced');
    item.dataset.silenced = id;
    item.querySelector('[data-name]').textContent = room.querySelector(`[data-by="${id}"] [data-name]`)?.textContent ?? '';
    putIds(item, { ID: id });
    list.append(item);
    return item;
  }
}

function show(item, how) {
  for (const part of item.querySelectorAll('[data-how]')) part.hidden = part.dataset.how !== how;
}
