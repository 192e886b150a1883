import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { siteFonts } from './assets/fonts.ts';
import { usedIcons, iconSprite } from './assets/icons.ts';
import { stylesheet } from './assets/stylesheet.ts';
import { coverSvg } from './formats/covers/index.ts';

export type Encoding = 'br' | 'gzip';

export interface Asset {
  body: Buffer;
  /** The Content-Type. */
  type: string;
  /** True at an address with the current hash: what lies there never changes. */
  isImmutable: boolean;
  /** The body compressed, kept after the first time; null for what is compressed already. */
  encoded: (encoding: Encoding) => Buffer | null;
}

export interface Assets {
  /**
   * The address of an asset or of an icon in the sprite: `site.css`, `js/site.js`, `icons.svg#geo-alt`.
   * @throws Error if there is none
   */
  url: (name: string) => string;
  /** What lies at the path of a request, or null. */
  find: (path: string) => Asset | null;
}

const root = fileURLToPath(new URL('..', import.meta.url));

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};
/** Libraries that pages load as they are, by the name that our scripts import. */
const LIBRARIES = {
  'js/vendor/hls.js': 'hls.js/dist/hls.light.min.mjs',
  'js/vendor/mediabunny.js': 'mediabunny/dist/bundles/mediabunny.min.mjs',
};
const COMPRESSED_ALREADY = new Set(['.png', '.ico', '.woff2']);

/** Everything below public/ but the sources of the stylesheet. */
function publicFiles(): Map<string, Buffer> {
  const folder = join(root, 'public');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) !== '.css' && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)]));
}

function libraries(): [string, Buffer][] {
  return Object.entries(LIBRARIES).map(([name, file]) => [name, readFileSync(join(root, 'node_modules', file))]);
}

/** A changed file changes the addresses of all: they may then name each other by relative paths. */
function hashOf(bodies: Map<string, Buffer>): string {
  const hash = createHash('sha256');
  for (const [name, body] of bodies) hash.update(`${name}\0${body.length}\0`).update(body);
  return hash.digest('base64url').slice(0, 10);
}

function compress(body: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'gzip') return gzipSync(body, { level: 9 });
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

function encoder(name: string, body: Buffer): Asset['encoded'] {
  if (COMPRESSED_ALREADY.has(extname(name))) return () => null;
  const known = new Map<Encoding, Buffer>();
  return (encoding) => {
    const result = known.get(encoding) ?? compress(body, encoding);
    known.set(encoding, result);
    return result;
  };
}

function toAsset(name: string, body: Buffer): Asset {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  return { body, type, isImmutable: true, encoded: encoder(name, body) };
}

/**
 * Reads and builds everything that a browser loads beside pages: stylesheet, fonts, icons, scripts, pictures.
 * @throws Error if a view names an icon that bootstrap-icons has not
 */
export function loadAssets(): Assets {
  const icons = usedIcons(root);
  const bodies = new Map([
    ...publicFiles(),
    ...libraries(),
    ...siteFonts(root),
    ['site.css', Buffer.from(stylesheet(root))],
    ['icons.svg', Buffer.from(iconSprite(root, icons))],
    ['art/brand.svg', Buffer.from(coverSvg('brand', 'hero'))],
  ]);
  const hash = hashOf(bodies);
  const assets = new Map([...bodies].map(([name, body]) => [name, toAsset(name, body)]));
  const names = [...assets.keys(), ...icons.map((icon) => `icons.svg#${icon}`)];
  const urls = new Map(names.map((name) => [name, `/assets/${hash}/${name}`]));
  return {
    url(name) {
      const url = urls.get(name);
      if (!url) throw new Error(`There is no asset ${name}; a new icon is seen after a restart`);
      return url;
    },
    find: (path) => findAsset(assets, hash, path),
  };
}

/**
 * An address of an older release still gives the file, so that a page survives an update, and so does a plain one like
 * /favicon.ico; neither may be kept for long.
 */
function findAsset(assets: Map<string, Asset>, hash: string, path: string): Asset | null {
  const [, ownHash, name = ''] = /^\/(?:assets\/([\w-]+)\/)?(.+)$/.exec(path) ?? [];
  const asset = assets.get(name);
  if (!asset) return null;
  return ownHash === hash ? asset : { ...asset, isImmutable: false };
}
