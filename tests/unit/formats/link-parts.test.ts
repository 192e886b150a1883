import { expect, test } from 'vitest';
import { linkParts } from '../../../src/formats/link-parts.ts';

const shown = (text: string) => linkParts(text).map(({ text: words, href }) => (href ? `<${href}>` : words));

test.each([
  ['без адресов', ['без адресов']],
  ['https://example.org', ['<https://example.org>']],
  ['см. https://example.org/a?b=1#c, там всё', ['см. ', '<https://example.org/a?b=1#c>', ', там всё']],
  ['(http://a.test/x).', ['(', '<http://a.test/x>', ').']],
  ['«https://a.test» и https://b.test!', ['«', '<https://a.test>', '» и ', '<https://b.test>', '!']],
  ['javascript:alert(1) data:text/html,x', ['javascript:alert(1) data:text/html,x']],
  ['https://', ['https://']],
  ['<b>https://a.test"onclick="x</b>', ['<b>', '<https://a.test>', '"onclick="x</b>']],
  ['', []],
])('addresses of the web in «%s» are links', (text, parts) => {
  expect(shown(text)).toEqual(parts);
});
