import { copyOf, putIds } from './templates.js';

export function setUpPolls(room, stream) {
  const list = room.querySelector('[data-polls]');
  const plural = new Intl.PluralRules(document.documentElement.lang);

  stream.on('poll', (poll) => {
    room.querySelector('[data-panel="poll"] [data-empty]')?.remove();
    const known = list.querySelector(`[data-poll="${poll.id}"]`);
    const card = known ?? drawPoll(room, poll);
    if (!known) list.prepend(card);
    update(room, card, poll);
    const isAnyOpen = [...list.children].some(({ dataset }) => dataset.open === 'true');
    room.querySelector('[data-poll-open]').hidden = !isAnyOpen;
  });
  list.addEventListener('sent', ({ target, detail }) => {
    if (target.dataset.send !== 'poll') return;
    const card = target.closest('[data-poll]');
    card.dataset.voted = '';
    const button = target.querySelector('button');
    button.textContent = button.dataset.change;
    const own = detail.getAll('choices');
    [...card.querySelectorAll('[data-own]')].forEach((tag, index) => (tag.hidden = !own.includes(String(index))));
    showResults(card);
  });

  function update(within, card, { isOpen, counts, voters }) {
    card.dataset.open = isOpen;
    card.querySelector('[data-send="poll"]').hidden = !isOpen;
    for (const part of card.querySelectorAll('[data-closed-only]')) part.hidden = isOpen;
    for (const part of card.querySelectorAll('[data-open-only]')) part.hidden = !isOpen;
    [...card.querySelectorAll('[data-results] > div')].forEach((bar, index) => {
      const percent = voters === 0 ? 0 : Math.round((counts[index] * 100) / voters);
      bar.querySelector('[data-percent]').textContent = percent;
      bar.querySelector('progress').value = percent;
    });
    card.querySelector('[data-voters]').textContent = within
      .querySelector(`[data-voters-${plural.select(voters)}]`)
      .getAttribute(`data-voters-${plural.select(voters)}`)
      .replace('%', voters);
    if (!isOpen || 'voted' in card.dataset || within.dataset.host === 'true') showResults(card);
  }
}

function showResults(card) {
  for (const part of card.querySelectorAll('[data-results], [data-results-only]')) part.hidden = false;
}

function drawPoll(room, { id, question, options, isMultiple }) {
  const card = copyOf(room, 'poll');
  card.dataset.poll = id;
  putIds(card, { ID: id });
  for (const place of card.querySelectorAll('[data-question-text]')) place.textContent = question;
  card.querySelector('[data-several]').hidden = !isMultiple;
  for (const [index, text] of options.entries()) {
    const choice = copyOf(room, 'choice');
    Object.assign(choice.querySelector('input'), { type: isMultiple ? 'checkbox' : 'radio', value: index });
    choice.querySelector('span').textContent = text;
    card.querySelector('[data-choices]').append(choice);
    const bar = copyOf(room, 'bar');
    bar.querySelector('[data-text]').textContent = text;
    bar.querySelector('progress').setAttribute('aria-label', text);
    card.querySelector('[data-results]').append(bar);
  }
  return card;
}
