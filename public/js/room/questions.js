import { copyOf, putIds } from './templates.js';

export function setUpQuestions(room, stream) {
  const list = room.querySelector('[data-question-list]');
  const find = (id) => list.querySelector(`[data-question="${id}"]`);

  stream.on('question', (news) => {
    const known = find(news.id);
    if ('mark' in news) return known && mark(known, news);
    if (known) return;
    room.querySelector('[data-panel="questions"] [data-empty]')?.remove();
    list.append(drawQuestion(room, news));
    arrange(room, list);
  });
  stream.on('votes', ({ id, votes }) => {
    const question = find(id);
    if (!question) return;
    question.dataset.votes = votes;
    question.querySelector('[data-count]').textContent = votes;
    arrange(room, list);
  });
  stream.on('removed', ({ viewerId, isRemoved }) => {
    if (!isRemoved) return;
    for (const question of list.querySelectorAll(`[data-by="${viewerId}"]`)) question.remove();
    arrange(room, list);
  });
  list.addEventListener('sent', ({ target, detail }) => {
    if (target.dataset.send !== 'vote') return;
    const isFor = detail.get('set') === 'on';
    const button = target.querySelector('.vote');
    button.setAttribute('aria-pressed', isFor);
    button.value = isFor ? 'off' : 'on';
  });

  function mark(question, { mark: name, isSet }) {
    if (name === 'hidden') question.remove();
    else {
      if (name === 'pinned' && isSet) for (const other of list.querySelectorAll('[data-pinned]')) show(other, 'pinned', false);
      show(question, name, isSet);
    }
    arrange(room, list);
  }
}

function show(question, name, isSet) {
  question.toggleAttribute(`data-${name}`, isSet);
  question.querySelector(`[data-tag="${name}"]`).hidden = !isSet;
  const button = question.querySelector(`[data-mark="${name}"]`);
  if (!button) return;
  button.value = isSet ? 'off' : 'on';
  button.textContent = isSet ? button.dataset.unset : button.dataset.set;
}

function drawQuestion(room, { id, name, body, votes, viewerId }) {
  const item = copyOf(room, 'question');
  Object.assign(item.dataset, { question: id, votes, by: viewerId });
  item.querySelector('[data-name]').textContent = name;
  item.querySelector('[data-body]').textContent = body;
  item.querySelector('[data-count]').textContent = votes;
  putIds(item, { ID: id });
  const isOwn = String(viewerId) === room.dataset.viewer;
  const button = item.querySelector('.vote');
  button.setAttribute('aria-pressed', isOwn);
  button.value = isOwn ? 'off' : 'on';
  return item;
}

/** The pinned one, then open ones by votes, then those answered; what has the focus keeps it. */
function arrange(room, list) {
  const focused = document.activeElement;
  const rank = ({ dataset }) => ('pinned' in dataset ? 0 : 'answered' in dataset ? 2 : 1);
  const items = [...list.children];
  const sorted = items.toSorted(
    (a, b) => rank(a) - rank(b) || b.dataset.votes - a.dataset.votes || a.dataset.question - b.dataset.question,
  );
  if (sorted.some((item, index) => item !== items[index])) list.append(...sorted);
  if (list.contains(focused)) focused.focus({ preventScroll: true });
  for (const count of room.querySelectorAll('[data-questions]')) count.textContent = items.length || '';
  for (const count of room.querySelectorAll('[data-unanswered]'))
    count.textContent = items.filter(({ dataset }) => !('answered' in dataset)).length || '';
}
