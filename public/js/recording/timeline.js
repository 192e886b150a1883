import { clock } from './clock.js';

const STEP_SECONDS = 10;

/** Bars of the audience's activity: a slider, for the mouse, the keyboard and screen readers; PageUp and PageDown go from place to place. */
export function bindTimeline(timeline, goTo) {
  if (!timeline) return { show() {} };
  const total = Number(timeline.dataset.seconds);
  const bars = [...timeline.querySelectorAll('[data-second]')];
  const head = timeline.querySelector('[data-head]');
  const places = JSON.parse(timeline.dataset.places);
  const width = timeline.viewBox.baseVal.width;
  let at = 0;

  const roles = { role: 'slider', tabindex: '0', 'aria-valuemin': '0', 'aria-valuemax': String(Math.floor(total)) };
  for (const [name, value] of Object.entries(roles)) timeline.setAttribute(name, value);
  timeline.setAttribute('aria-label', timeline.dataset.label);
  timeline.setAttribute('aria-describedby', timeline.dataset.about);
  head.removeAttribute('hidden');
  tell();

  const next = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
  timeline.addEventListener('keydown', (event) => {
    const second = targetOf(event.key);
    if (second === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    at = Math.max(0, Math.min(second, total - 1));
    tell();
    void goTo(at);
  });
  timeline.addEventListener('click', ({ clientX }) => {
    const { left, width: wide } = timeline.getBoundingClientRect();
    void goTo(((clientX - left) / wide) * total);
  });

  function targetOf(key) {
    if (key in next) return at + next[key] * STEP_SECONDS;
    if (key === 'Home') return 0;
    if (key === 'End') return total - 1;
    if (key === 'PageDown') return places.find(({ second }) => second > at + 1)?.second;
    if (key === 'PageUp') return places.findLast(({ second }) => second < at - 2)?.second ?? 0;
    return undefined;
  }

  /** The place that it is in, by name: a highlight ends, a chapter goes on until the next one. */
  function tell() {
    const place = places.findLast(({ second, finish }) => second <= at && (finish === undefined || finish > at));
    timeline.setAttribute('aria-valuenow', Math.floor(at));
    timeline.setAttribute('aria-valuetext', [clock(at), place?.title].filter(Boolean).join(', '));
    head.setAttribute('x', String(Math.round((at / total) * width)));
  }

  function show(now, { hasBegun, isReel }) {
    if (!hasBegun || isReel) return;
    for (const bar of bars) bar.classList.toggle('seen', Number(bar.dataset.second) <= now && !bar.classList.contains('peak'));
    at = now;
    tell();
  }

  return { show };
}
