const NEAR_PIXELS = 40;

/** Chat and questions beside the picture: what was said so far is there, the rest is still to come. */
export function bindTalk(talk) {
  const lines = talk ? [...talk.querySelectorAll('li[data-second]')] : [];
  const soon = document.querySelector('[data-talk-soon]');
  let shown = lines.length;

  function show(now, { hasBegun, isReel }) {
    if (lines.length === 0 || !hasBegun || isReel) return;
    let said = lines.findIndex((line) => Number(line.dataset.second) > now);
    if (said < 0) said = lines.length;
    if (said === shown) return;
    // Whoever reads further up is left there, unless the picture has jumped.
    const isFollowing = said < shown || talk.scrollHeight - talk.scrollTop - talk.clientHeight < NEAR_PIXELS;
    for (const line of lines.slice(Math.min(said, shown), Math.max(said, shown))) line.hidden = said < shown;
    shown = said;
    soon.hidden = said > 0;
    if (isFollowing) talk.scrollTop = talk.scrollHeight;
  }

  return { show };
}
