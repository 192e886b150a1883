/** More at once would hide the picture. */
const MOST = 6;

/** Counts reactions, which come merged by the second, and lets some of them rise beside the picture where people do not mind motion. */
export function setUpReactions(room, stream) {
  const place = room.querySelector('[data-signs]');
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)');
  const find = (sign) => room.querySelector(`.reactions [value="${sign}"]`);

  stream.on('reactions', (counts) => {
    for (const [sign, count] of Object.entries(counts)) {
      const shown = find(sign)?.querySelector('[data-count]');
      if (shown) shown.textContent = Number(shown.textContent) + count;
    }
    if (isCalm.matches || document.hidden || !place) return;
    const signs = Object.entries(counts).flatMap(([sign, count]) => Array.from({ length: Math.min(count, MOST) }, () => sign));
    for (const sign of signs.slice(0, MOST)) rise(sign);
  });

  function rise(sign) {
    const icon = find(sign)?.querySelector('svg')?.cloneNode(true);
    if (!icon || place.children.length >= MOST * 2) return;
    const item = document.createElement('span');
    item.append(icon);
    item.style.setProperty('--from', `${Math.round(Math.random() * 100)}%`);
    item.style.setProperty('--after', `${Math.round(Math.random() * 800)}ms`);
    item.addEventListener('animationend', () => item.remove());
    place.append(item);
  }
}
