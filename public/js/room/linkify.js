const LINK = /https?:\/\/[^\s<>"«»]+/g;
/** What stands behind an address is the sentence's. */
const TAIL = /[.,;:!?)\]}'…]+$/;

/** Puts a text into an element, with addresses in it as links that vouch for nothing. */
export function putText(element, text) {
  element.textContent = '';
  let last = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = found.replace(TAIL, '');
    if (!URL.canParse(address)) continue;
    const link = Object.assign(document.createElement('a'), { href: address, textContent: address, target: '_blank' });
    link.rel = 'nofollow ugc noopener noreferrer';
    element.append(text.slice(last, index), link);
    last = index + address.length;
  }
  element.append(text.slice(last));
}
