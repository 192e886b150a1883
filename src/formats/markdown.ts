import MarkdownIt from 'markdown-it';
import type { StateCore, Token } from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** Web addresses, mail addresses, and places of this site and page; two slashes first would begin another host. */
const linkTarget = /^(https?:\/\/|mailto:|#|\/(?!\/))/i;

/** A text's own headings stand under those of a page, from the third level on, and leave none out on the way down. */
const headingUnder = (level: number, tag: string): number => Math.min(6, level + 1, Number(tag.slice(1)) + 2);

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, breaks: true, maxNesting: 20 });
markdown.disable(['code', 'table', 'reference']);
markdown.validateLink = (url) => linkTarget.test(url.trim());
markdown.core.ruler.after('linkify', 'tame', tame);

/** Headings go below those of the page, pictures become links to them. */
function tame({ tokens }: StateCore): void {
  let level = 2;
  for (const token of tokens) {
    if (token.type === 'heading_open') level = headingUnder(level, token.tag);
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = `h${level}`;
    if (token.type === 'inline') token.children = withoutPictures(token.children ?? []);
  }
}

function withoutPictures(tokens: readonly Token[]): Token[] {
  let isInLink = false;
  return tokens.flatMap((token) => {
    if (token.type === 'link_open' || token.type === 'link_close') isInLink = token.type === 'link_open';
    return token.type === 'image' ? linkToPicture(token, isInLink) : [token];
  });
}

function linkToPicture(picture: Token, isInLink: boolean): Token[] {
  const TokenOf = picture.constructor as typeof Token;
  const href = String(picture.attrGet('src') ?? '');
  const words = new TokenOf('text', '', 0);
  words.content = picture.content.trim() || href;
  if (isInLink) return [words];
  const open = new TokenOf('link_open', 'a', 1);
  open.attrs = [['href', href]];
  return [open, words, new TokenOf('link_close', 'a', -1)];
}

/** The second wall: whatever the first lets through by mistake, nothing but these gets out. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 's', 'code', 'pre', 'hr', 'a'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow ugc noopener' }) },
  // a link without words is none
  exclusiveFilter: ({ tag, text }) => tag === 'a' && text.trim() === '',
};

const REMEMBERED = 300;
const known = new Map<string, string>();

/** Safe HTML of a text that people typed in Markdown. The same texts are read again and again, so the last ones are remembered. */
export function proseOf(text: string): string {
  const html = known.get(text) ?? sanitizeHtml(markdown.render(text), allowed);
  known.delete(text);
  known.set(text, html);
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
  return html;
}

/** The beginning of a text in Markdown as one plain line of at most `length` characters; quotes are left out if there is anything else. */
export function excerptOf(text: string, length = 160): string {
  const tokens = markdown.parse(text, {});
  const line = plainLine(tokens, false) || plainLine(tokens, true);
  if (line.length <= length) return line;
  const cut = line.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  const whole = /\s/.test(line[cut.length]!) ? cut : cut.replace(/\s+\S*$/, '');
  return `${whole.trimEnd()}…`;
}

function plainLine(tokens: readonly Token[], withQuotes: boolean): string {
  let quotes = 0;
  const parts: string[] = [];
  for (const token of tokens) {
    if (token.type === 'blockquote_open') quotes += 1;
    if (token.type === 'blockquote_close') quotes -= 1;
    if (quotes === 0 || withQuotes) parts.push(wordsOf(token));
  }
  return parts.join(' ').replace(/\s+/g, ' ').trim();
}

function wordsOf({ type, content, children }: Token): string {
  if (type === 'fence') return content;
  if (type !== 'inline') return '';
  return (children ?? []).map((child) => (child.type.endsWith('break') ? ' ' : child.content)).join('');
}
