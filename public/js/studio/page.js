import { say } from './words.js';

const find = (selector) => document.querySelector(selector);

/** Shows the check before the broadcast or the broadcast; on air the page is dark, as the room is. */
export function showPart(name, isRehearsal = false) {
  const isAir = name === 'air';
  find('[data-part="check"]').hidden = isAir;
  find('[data-part="air"]').hidden = !isAir;
  find('main').className = isAir ? 'room' : 'container';
  const root = document.documentElement;
  root.dataset.themeBefore ??= root.dataset.bsTheme ?? '';
  if (isAir) root.dataset.bsTheme = 'dark';
  else if (root.dataset.themeBefore) root.dataset.bsTheme = root.dataset.themeBefore;
  else delete root.dataset.bsTheme;
  find('[data-mark="live"]').hidden = isRehearsal;
  for (const each of ['[data-mark="rehearsal"]', '[data-do="go-live"]', '[data-do="end-rehearsal"]']) find(each).hidden = !isRehearsal;
  for (const each of ['[data-do="end"]', '[data-part="moments"]', '[data-toggle="pause"]']) find(each).hidden = isRehearsal;
}

/** One of the notices above the check; a text where it has none of its own. */
export function showNotice(name, isShown, text = '') {
  const notice = find(`[data-notice="${name}"]`);
  notice.hidden = !isShown;
  if (text) notice.querySelector('p').textContent = text;
}

export function showCheck(name, tone, key, values = {}) {
  const tag = find(`[data-check="${name}"]`);
  tag.className = `tag tag-${tone}`;
  tag.textContent = say(key, values);
}

export const out = (name, text) => (find(`[data-out="${name}"]`).textContent = text);

export const press = (name, isOn) => find(`[data-toggle="${name}"]`).setAttribute('aria-pressed', String(isOn));

export function showTrouble(name) {
  for (const each of document.querySelectorAll('[data-trouble]')) each.hidden = each.dataset.trouble !== name;
}

export function showSending(tone, key) {
  const tag = find('[data-out="sending"]');
  tag.className = `tag tag-${tone}`;
  tag.textContent = say(key);
}
