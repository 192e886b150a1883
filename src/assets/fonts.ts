import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = 'node_modules/@fontsource-variable/onest';

/** The rouble sign is in latin-ext. Rarer letters fall back to a font of the system. */
const SUBSETS = ['cyrillic', 'cyrillic-ext', 'latin', 'latin-ext'];

/** The font files by the names under which the stylesheet knows them. */
export function siteFonts(root: string): [name: string, body: Buffer][] {
  return SUBSETS.map((subset) => [
    `fonts/onest-${subset}.woff2`,
    readFileSync(join(root, PACKAGE, `files/onest-${subset}-wght-normal.woff2`)),
  ]);
}

/** The @font-face rules of the package, for our subsets and addresses. */
export function fontFaces(root: string): string {
  const css = readFileSync(join(root, PACKAGE, 'index.css'), 'utf8');
  return [...css.matchAll(/@font-face\s*\{[^}]*\}/g)]
    .map(([rule]) => rule.replace(/\.\/files\/(onest-[a-z-]+)-wght-normal\.woff2/, 'fonts/$1.woff2'))
    .filter((rule) => SUBSETS.some((subset) => rule.includes(`onest-${subset}.woff2`)))
    .join('\n');
}
