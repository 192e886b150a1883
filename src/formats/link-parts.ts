const LINK = /https?:\/\/[^\s<>"«»]+/g;
/** What stands behind an address is the sentence's. */
const TAIL = /[.,;:!?)\]}'…]+$/;

export interface LinkPart {
  text: string;
  /** Empty for words. */
  href: string;
}

/** A text as words and web addresses in it; public/js/room/linkify.js finds the same ones. */
export function linkParts(text: string): LinkPart[] {
  const parts: LinkPart[] = [];
  let last = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const href = found.replace(TAIL, '');
    if (!URL.canParse(href)) continue;
    parts.push({ text: text.slice(last, index), href: '' }, { text: href, href });
    last = index + href.length;
  }
  return [...parts, { text: text.slice(last), href: '' }].filter((part) => part.text !== '');
}
