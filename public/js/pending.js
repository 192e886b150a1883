// Parts of a page that are still being made: asked for again until they are there.
const EVERY_MS = 10_000;

async function look() {
  if (!document.querySelector('[data-pending]')) return;
  const reply = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (reply?.ok) {
    const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html');
    for (const part of [...document.querySelectorAll('[data-pending]')]) replace(part, fresh);
  }
  setTimeout(look, EVERY_MS);
}

/** The section around it as it is now, unless somebody is about to use something there. */
function replace(part, fresh) {
  const section = part.closest('section[id]');
  const now = fresh.getElementById(section?.id ?? '');
  if (!now || section.contains(document.activeElement) || section.innerHTML === now.innerHTML) return;
  section.replaceWith(document.adoptNode(now));
}

setTimeout(look, EVERY_MS);
