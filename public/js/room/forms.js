/**
 * Sends the forms marked data-send without leaving the page. What they did comes back by the event stream, as to everybody else; a `sent`
 * event tells the form itself.
 */
export function sendForms(room) {
  room.addEventListener('submit', (event) => {
    const form = event.target;
    if (!('send' in form.dataset)) return;
    event.preventDefault();
    void send(form, event.submitter, room.dataset.failed);
  });
}

async function send(form, button, failed) {
  const body = new URLSearchParams(new FormData(form, button));
  form.closest('[popover]')?.hidePopover();
  tell(form, '');
  try {
    const reply = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (!reply.ok) return tell(form, await wordsOf(reply, failed));
    if ('reset' in form.dataset) form.reset();
    form.dispatchEvent(new CustomEvent('sent', { bubbles: true, detail: body }));
  } catch {
    tell(form, failed);
  }
}

async function wordsOf(reply, failed) {
  const told = await reply.json().catch(() => ({}));
  return Object.values(told.errors ?? {}).join(' ') || told.detail || failed;
}

/** Beside the field where there is a place, else at the chat. */
function tell(form, words) {
  const place = form.querySelector('[data-error]') ?? document.querySelector('[data-panel="chat"] [data-error]');
  if (place) place.textContent = words;
}
