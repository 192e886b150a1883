import { say } from './words.js';

const find = (selector) => document.querySelector(selector);
const all = (selector) => document.querySelectorAll(selector);

/** Shows the check before the broadcast or the broadcast; on air the page is dark, as the room is. */
export function showPart(name, isRehearsal = false) {
  const isAir = name === 'air';
  find('[data-part="check"]').hidden = isAir;
  find('[data-part="air"]').hidden = !isAir;
  find('main').className = isAir ? 'room' : 'container';
  find(`[data-place="${name}"]`).append(find('[data-devices]'));
  const root = document.documentElement;
  root.dataset.themeBefore ??= root.dataset.bsTheme ?? '';
  if (isAir) root.dataset.bsTheme = 'dark';
  else if (root.dataset.themeBefore) root.dataset.bsTheme = root.dataset.themeBefore;
  else delete root.dataset.bsTheme;
  find('[data-mark="live"]').hidden = isRehearsal;
  for (const each of ['[data-mark="rehearsal"]', '[data-do="go-live"]', '[data-do="end-rehearsal"]']) find(each).hidden = !isRehearsal;
  for (const each of ['[data-do="end"]', '[data-part="moments"]', '[data-toggle="pause"]', '[data-out="since"]'])
    find(each).hidden = isRehearsal;
  out('status', say(isAir ? (isRehearsal ? 'status_rehearsal' : 'status_air') : 'status_check'));
  find(`[data-part="${name}"] h1`).focus();
}

/** What is said of a webinar that waits for its beginning, or of one on air. */
export function showState(state) {
  for (const each of all('[data-state-only]')) each.hidden = each.dataset.stateOnly !== state;
}

/** One of the notices above the check; a text where it has none of its own. */
export function showNotice(name, isShown, text = '') {
  const notice = find(`[data-notice="${name}"]`);
  notice.hidden = !isShown;
  if (text) notice.querySelector('p').textContent = text;
}

/** Something that keeps people from seeing or hearing the host, told before the broadcast and on air. */
export function showFault(name, isShown) {
  for (const each of all(`[data-fault="${name}"]`)) each.hidden = !isShown;
}

function showTag(tag, tone, text) {
  if (tag.dataset.tone === tone && tag.textContent.trim() === text) return;
  tag.dataset.tone = tone;
  tag.className = `tag tag-${tone}`;
  tag.replaceChildren(find(`template[data-icon="${tone}"]`).content.cloneNode(true), ` ${text}`);
}

export const showCheck = (name, tone, key, values = {}) => showTag(find(`[data-check="${name}"]`), tone, say(key, values));

export const showSending = (tone, key) => showTag(find('[data-out="sending"]'), tone, say(key));

export function out(name, text) {
  const place = find(`[data-out="${name}"]`);
  if (place.textContent !== text) place.textContent = text;
}

export const press = (name, isOn) => find(`[data-toggle="${name}"]`).setAttribute('aria-pressed', String(isOn));

export function showTrouble(name) {
  for (const each of all('[data-trouble]')) each.hidden = each.dataset.trouble !== name;
}
