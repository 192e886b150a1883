/** Shows which files are being prepared, with a button to cancel each: the page «Загрузки» says the same without this. */

const shown = document.querySelector('[data-downloads]');
const LOOK_AGAIN_MS = 1000;
/** A file asked for just now may not be in line yet; a small one has come before anybody looked. */
const GRACE_MS = 3000;

let timer;
let until = 0;

function watch() {
  until = Date.now() + GRACE_MS;
  if (shown.hidden) shown.textContent = shown.dataset.preparing;
  shown.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(look, LOOK_AGAIN_MS / 2);
}

async function look() {
  const list = await listed();
  const isBusy = list !== null && Number(list.dataset.count) > 0;
  if (isBusy) {
    shown.replaceChildren(...list.childNodes);
    shown.hidden = false;
  }
  if (isBusy || Date.now() < until) {
    timer = setTimeout(look, LOOK_AGAIN_MS);
  } else {
    shown.hidden = true;
    shown.replaceChildren();
  }
}

async function listed() {
  try {
    const reply = await fetch('/reports/downloads');
    if (!reply.ok) return null;
    return new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('#downloads');
  } catch {
    return null;
  }
}

async function cancel(event) {
  event.preventDefault();
  event.target.querySelector('button').disabled = true;
  await fetch(event.target.action, { method: 'POST', body: new URLSearchParams(new FormData(event.target)), redirect: 'manual' });
  watch();
}

shown.addEventListener('submit', (event) => void cancel(event));
document.addEventListener('click', (event) => {
  if (event.target.closest?.('a[href^="/reports/"][download]')) watch();
});
document.addEventListener('submit', ({ target }) => {
  const format = new FormData(target).get('format');
  if (format && format !== 'screen') watch();
});
void look();
