import type { CategoryRow } from './category-scene.ts';
import { escapeXml } from './svg.ts';

/** A name and its bars as markup of a definition list. */
export function rowMarkup({ label, bars }: CategoryRow): string {
  const lines = bars.map(({ name, text, paint, extent: { from, to }, zero }) => {
    const bar = to > from ? `<rect class="${paint}" x="${percent(from)}" width="${percent(to - from)}" height="100%" rx="4"/>` : '';
    const axis = zero > 0 ? `<line class="axis" x1="${percent(zero)}" x2="${percent(zero)}" y1="0" y2="100%"/>` : '';
    const picture = `<svg aria-hidden="true"><rect class="track" width="100%" height="100%" rx="4"/>${bar}${axis}</svg>`;
    const prefix = name ? `<span class="visually-hidden">${escapeXml(name)}: </span>` : '';
    return `<dd>${picture}<span>${prefix}${escapeXml(text)}</span></dd>`;
  });
  return `<div><dt>${escapeXml(label)}</dt>${lines.join('')}</div>`;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
