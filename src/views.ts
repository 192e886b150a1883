import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import { proseOf } from './formats/markdown.ts';

export const viewsFolder = fileURLToPath(new URL('../views', import.meta.url));

/** Names that every view may use beside those in its own first line, `include` and `prose`, which makes safe HTML of Markdown. */
const COMMON = ['t', 'locale', 'account', 'csrfToken', 'currentPath', 'theme', 'flash', 'fmt', 'asset', 'body'];

export type Locals = Record<string, unknown>;
type Template = (locals: Locals) => string;

const templates = new Map<string, Template>();

/** The names in a view's first line, `<%# locals: event, size = 'm' %>`; only these and the common ones exist in it. */
export function declaredLocals(source: string): string[] {
  const list = /^<%#\s*locals:([^%]*)%>/.exec(source)?.[1];
  if (list === undefined) throw new Error('The first line of a view lists its locals: <%# locals: event %>');
  return list
    .split(/,(?![^[({]*[\])}])/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** What all views of a page share. A partial must not find its parent's `title` or `hint` where it was given none. */
function commonOf(locals: Locals): Locals {
  for (let each: Locals | null = locals; each; each = Object.getPrototypeOf(each) as Locals | null) {
    if (Object.hasOwn(each, 't')) return each;
  }
  return {};
}

/**
 * Compiles a view without `with`, which halves the cost of rendering; a name that the view did not declare is a ReferenceError.
 * EJS's own include would hand every partial the whole cost of a copy and its parent's names, so views get ours.
 */
function compile(path: string): Template {
  const source = readFileSync(path, 'utf8');
  const names = [...COMMON, ...declaredLocals(source)].join(', ');
  const scoped = `<% { const { ${names} } = locals, include = this.including(locals), prose = this.prose; -%>${source}<% } -%>`;
  const partials = new Map<string, Template>();
  const partial = (name: string): Template => {
    const known = partials.get(name) ?? template(join(dirname(path), `${name}.ejs`));
    partials.set(name, known);
    return known;
  };
  const including = (locals: Locals) => (name: string, own?: Locals) =>
    partial(name)(own ? Object.assign(Object.create(commonOf(locals)) as Locals, own) : locals);
  const options = {
    _with: false,
    strict: true,
    filename: path,
    unsafePrototypeLocals: true,
    context: { including, prose: proseOf },
    // the plain text of a mail is no HTML
    ...(path.endsWith('.text.ejs') ? { escape: (value: unknown) => String(value ?? '') } : {}),
    async: false,
  } as const;
  return ejs.compile(scoped, options as ejs.Options & { async: false }) as Template;
}

function template(path: string): Template {
  const known = templates.get(path);
  if (known) return known;
  const compiled = compile(path);
  templates.set(path, compiled);
  return compiled;
}

/** Compiles views/<name>.ejs. */
export const compileView = (name: string): Template => template(join(viewsFolder, `${name}.ejs`));

/** Renders views/<name>.ejs. */
export function renderView(name: string, locals: Locals): string {
  return compileView(name)(locals);
}
