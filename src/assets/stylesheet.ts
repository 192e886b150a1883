import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fontFaces } from './fonts.ts';

function bootstrap(root: string): string {
  const css = readFileSync(join(root, 'node_modules/bootstrap/dist/css/bootstrap.min.css'), 'utf8');
  return css.replace(/\/\*# sourceMappingURL=.*?\*\//, '');
}

/** public/theme.css with the files that it imports in their places. */
function theme(root: string): string {
  const css = readFileSync(join(root, 'public/theme.css'), 'utf8');
  return css.replace(/@import '\.\/(.+?)';/g, (_, file: string) => readFileSync(join(root, 'public', file), 'utf8'));
}

/** The one stylesheet of the site: fonts, Bootstrap, our theme. */
export function stylesheet(root: string): string {
  return [fontFaces(root), bootstrap(root), theme(root)].join('\n');
}
