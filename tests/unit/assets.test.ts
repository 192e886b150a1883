import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadAssets } from '../../src/assets.ts';
import { iconsIn, iconSprite } from '../../src/assets/icons.ts';
import { root } from '../support/sources.ts';

const assets = loadAssets();

const textOf = (name: string) => assets.find(assets.url(name))?.body.toString() ?? '';

test('an address has the hash of the contents, and what lies there never changes', () => {
  expect(assets.url('site.css')).toMatch(/^\/assets\/[\w-]{10}\/site\.css$/);
  expect(assets.find(assets.url('site.css'))).toMatchObject({ type: 'text/css; charset=utf-8', isImmutable: true });
  expect(loadAssets().url('site.css')).toBe(assets.url('site.css'));
});

test.each(['/assets/of-old-day/site.css', '/favicon.ico', '/manifest.webmanifest', '/robots.txt'])(
  '%s is found, but not for ever',
  (path) => {
    expect(assets.find(path)).toMatchObject({ isImmutable: false });
  },
);

test.each(['/', '/events', '/assets/', '/assets/x/../../package.json', '/theme.css', '/js', '//site.css'])('nothing lies at %s', (path) => {
  expect(assets.find(path)).toBeNull();
});

test('what the stylesheet names can be loaded', () => {
  const folder = assets.url('site.css').replace('site.css', '');
  const named = [...textOf('site.css').matchAll(/url\(["']?(?!["']?data:)([^"')]+)/g)].map(([, name]) => name ?? '');

  expect(named.filter((name) => !assets.find(folder + name))).toEqual([]);
  expect(named.length).toBeGreaterThan(4);
});

test('the stylesheet has the fonts, Bootstrap and every file of the theme', () => {
  const css = textOf('site.css');

  expect(css).toContain("font-family: 'Onest Variable'");
  expect(css).toContain('.visually-hidden');
  expect(css).toMatch(/\.event-card\b[\s\S]*@media print/);
  expect(css).not.toContain('@import');
});

test('a text comes compressed as asked, a picture of pixels as it is', () => {
  const css = assets.find(assets.url('site.css'))!;

  expect(brotliDecompressSync(css.encoded('br')!)).toEqual(css.body);
  expect(gunzipSync(css.encoded('gzip')!)).toEqual(css.body);
  expect(assets.find('/favicon.ico')!.encoded('br')).toBeNull();
});

test('the sprite has the icons that the views use, each with an address', () => {
  expect(textOf('icons.svg')).toContain('<symbol id="arrow-left" viewBox="0 0 16 16">');
  expect(assets.url('icons.svg#arrow-left')).toBe(`${assets.url('icons.svg')}#arrow-left`);
});

test('a name that is not there is refused at once', () => {
  expect(() => assets.url('site.scss')).toThrow('There is no asset site.scss');
  expect(() => assets.url('icons.svg#no-such-icon')).toThrow('no-such-icon');
  expect(() => iconSprite(root, ['no-such-icon'])).toThrow('no-such-icon.svg');
});

test.each([
  [`<%- include('../shared/_icon', { name: 'geo-alt' }) %>`, ['geo-alt']],
  [`<%- include('../shared/_icon', { name: isOnline ? 'camera-video' : 'geo-alt' }) %>`, ['camera-video', 'geo-alt']],
  [`icon: direction === 'ascending' ? 'arrow-up' : 'arrow-down',`, ['arrow-up', 'arrow-down']],
  [`{ tag: 'online', tagIcon: 'camera-video' }`, ['camera-video']],
  [`const stateIcons: Record<string, string> = { open: 'unlock', full: 'lock' };`, ['unlock', 'lock']],
  [`icon: topicIcons[topic.slug] ?? topicIcons['other'] ?? 'book',`, ['book']],
  [`asset('icons.svg#list')`, ['list']],
  [`icon: string; name: 'x'; { icon: option.icon }`, []],
])('icons are seen in %s', (source, expected) => {
  expect(iconsIn(source)).toEqual(expected);
});
