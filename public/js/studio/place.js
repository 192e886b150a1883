const PATIENCE_MS = 6000;

/**
 * Gives this page the place from which a webinar is broadcast: one tab of a browser has it at a time, as they share the queue of pieces. Where
 * another tab has it, the page says so and waits until that one is closed, or is asked to give way. `place.onAsked` is what must be done before
 * this page gives way itself; `place.isOnAir` is what others are told.
 */
export async function takePlace(eventId) {
  const name = `studio-${eventId}`;
  const channel = new BroadcastChannel(name);
  const place = { isOnAir: () => false, onAsked: async () => {}, release: () => {} };
  if (!(await hold(name, { ifAvailable: true }, place))) await waitForPlace(name, channel, place);
  channel.addEventListener('message', ({ data }) => {
    if (data === 'who') tell(channel, { isOnAir: place.isOnAir() });
    if (data === 'give way') void place.onAsked().finally(() => place.release());
  });
  return place;
}

/** All who listen are of this site: a channel has no origin to name, unlike what else is posted. */
const tell = (channel, news) => channel.postMessage(news, []);

/** Resolves with true once the place is held, or with false if it is taken; when it is given up or stolen, the page begins anew. */
function hold(name, options, place) {
  return new Promise((resolve) => {
    const held = navigator.locks.request(name, options, (lock) => {
      resolve(lock !== null);
      return lock && new Promise((release) => (place.release = release));
    });
    const leave = () => location.reload();
    held.then((end) => end !== null && leave(), leave);
  });
}

async function waitForPlace(name, channel, place) {
  const notice = document.querySelector('[data-notice="other-tab"]');
  const button = notice.querySelector('button');
  const listen = ({ data }) => (notice.querySelector('[data-on-air]').hidden = !data.isOnAir);
  let timer;
  channel.addEventListener('message', listen);
  tell(channel, 'who');
  notice.hidden = false;
  // It says that the broadcast waits for this page.
  document.querySelector('[data-begun]').hidden = true;
  await new Promise((resolve) => {
    void hold(name, {}, place).then(resolve);
    button.addEventListener('click', () => {
      button.disabled = true;
      tell(channel, 'give way');
      // A page that hangs gives no way by itself.
      timer = setTimeout(() => hold(name, { steal: true }, place).then(resolve), PATIENCE_MS);
    });
  });
  clearTimeout(timer);
  channel.removeEventListener('message', listen);
  await refresh();
}

/** What the other tab has done meanwhile is on a page that is drawn now. */
async function refresh() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  const fresh = page.getElementById('studio');
  if (fresh) document.getElementById('studio').replaceWith(fresh);
  else location.reload();
}
