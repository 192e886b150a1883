/** An element of well-formed markup. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  /** The text right in it. */
  text: string;
  children: Element[];
}

const piece = /<(?<close>\/)?(?<name>[a-z]+)(?<attributes>(?: [a-zA-Z0-9-]+="[^"<]*")*)(?<empty>\/)?>|(?<text>[^<]+)/gy;
const attribute = / ([a-zA-Z0-9-]+)="([^"]*)"/g;

/** Reads markup as strictly as an XML parser would, as far as ours goes. @throws Error where it is not well-formed */
export function readMarkup(markup: string): Element[] {
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  let end = 0;
  for (const found of markup.matchAll(piece)) {
    end = found.index + found[0].length;
    const { name, text, close, empty, attributes = '' } = found.groups!;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.text += decoded(text);
    else if (close) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else {
      const element = { name: name!, attributes: attributesOf(attributes), text: '', children: [] };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (end !== markup.length) throw new Error(`Not well-formed: ${markup.slice(end, end + 80)}`);
  if (open.length > 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  return root.children;
}

/** The elements themselves and all that are in them. */
export const everyElement = (elements: readonly Element[]): Element[] => elements.flatMap((one) => [one, ...everyElement(one.children)]);

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(attribute)].map(([, name, value]) => [name!, decoded(value!)] as const);
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`An attribute stands twice: ${text}`);
  return Object.fromEntries(pairs);
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function decoded(text: string): string {
  if (/\p{Cs}|(?![\t\n])\p{Cc}/u.test(text)) throw new Error('A sign that XML does not know');
  return text.replace(/&(\w+);|&/g, (all, name: string | undefined) => {
    const sign = entities[name ?? ''];
    if (!sign) throw new Error(`Not an entity: ${all}`);
    return sign;
  });
}
