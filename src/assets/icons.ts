import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where names of icons stand: `_icon', { name: 'x' }`, `icon: 'x'`, `tagIcon = a ? 'x' : 'y'`, `stateIcons = { … }`. */
const PLACES = [
  /_icon', \{ name: ([^,;}\n]+)/g,
  /\b(?:icon|\w+Icon)(?::| =) ([^,;}\n]+)/g,
  /\b(?:icons|\w+Icons)\b[^={\n]* = \{([^}]*)\}/g,
];
/** A quoted name, unless something is compared with it or it is a key in brackets. */
const NAME = /(?<![=!]= ?|\[)'([a-z0-9]+(?:-[a-z0-9]+)*)'/g;
const DIRECT = /icons\.svg#([a-z0-9-]+)/g;

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, group]) => group ?? '');

/** The names of icons that a view or a module uses. */
export function iconsIn(source: string): string[] {
  const places = PLACES.flatMap((place) => found(source, place));
  return [...places.flatMap((text) => found(text, NAME)), ...found(source, DIRECT)];
}

function sources(root: string): string[] {
  return ['views', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ejs|ts)$/.test(file) && !/^(generated|assets)\b/.test(file))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  );
}

/** The names of all icons that the site uses, in order. */
export function usedIcons(root: string): string[] {
  return [...new Set(sources(root).flatMap(iconsIn))].sort();
}

function symbol(root: string, name: string): string {
  const file = join(root, 'node_modules/bootstrap-icons/icons', `${name}.svg`);
  const svg = readFileSync(file, 'utf8');
  const [, box, body] = /viewBox="([^"]+)"[^>]*>([\s\S]*)<\/svg>/.exec(svg) ?? [];
  return `<symbol id="${name}" viewBox="${box}">${body?.trim()}</symbol>`;
}

/**
 * One SVG with a symbol for each icon.
 * @throws Error naming the file if bootstrap-icons has no such icon
 */
export function iconSprite(root: string, names: readonly string[]): string {
  const symbols = names.map((name) => symbol(root, name));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
}
