import { timeIn } from './templates.js';

/** What is being talked of: the moments that the host names, and the question that is being answered. */
export function setUpTopics(room, stream) {
  const panel = room.querySelector('[data-topics]');
  if (!panel) return;
  const list = panel.querySelector('[data-topic-list]');
  const pinned = panel.querySelector('[data-topic-pinned]');
  const timeOf = timeIn(room.dataset.zone);

  stream.on('moment', ({ title, at }) => {
    if (!title) return;
    const item = document.createElement('li');
    const time = document.createElement('b');
    time.textContent = timeOf(at ?? new Date());
    item.append(time, ` ${title}`);
    list.append(item);
    show();
  });
  stream.on('question', ({ id, mark, isSet }) => {
    if (mark === 'pinned') pinned.dataset.id = isSet ? id : '';
    else if (mark && String(id) === pinned.dataset.id && isSet) pinned.dataset.id = '';
    show();
  });

  function show() {
    const { id } = pinned.dataset;
    const words = id && room.querySelector(`[data-question="${id}"] [data-body]`)?.textContent;
    pinned.hidden = !words;
    pinned.querySelector('span').textContent = words || '';
    list.hidden = list.children.length === 0;
    panel.hidden = pinned.hidden && list.hidden;
  }
}
