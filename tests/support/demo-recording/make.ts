import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { format, resolveConfig } from 'prettier';

// node tests/support/demo-recording/make.ts: draws the talk of the demo site and records it in Chromium, as a host's page records one; in
// about two minutes. The talk is in slides.js; what is said and asked meanwhile, in src/services/demo/webinars.

const SETTINGS = { fps: 12, scale: 1.35, pieceSeconds: 2, videoBitrate: 70_000, audioBitrate: 16_000 };

const root = new URL('../../../', import.meta.url);
const out = new URL('src/services/demo/webinars/', root);
const onest = 'node_modules/@fontsource-variable/onest/files/onest';
const elsewhere: Record<string, string> = {
  'mediabunny.js': 'node_modules/mediabunny/dist/bundles/mediabunny.min.mjs',
  'onest-cyrillic.woff2': `${onest}-cyrillic-wght-normal.woff2`,
  'onest-latin.woff2': `${onest}-latin-wght-normal.woff2`,
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
// Encoders are for secure pages only, which localhost counts as; nothing listens there.
await page.route('http://localhost/**', async (route) => {
  const name = basename(new URL(route.request().url()).pathname);
  if (name === 'index.html') return route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
  const path = elsewhere[name] ? new URL(elsewhere[name], root) : new URL(name, import.meta.url);
  return route.fulfill({ path: fileURLToPath(path) });
});

const parts: { bytes: Buffer; duration: number }[] = [];
await page.exposeFunction('keep', (bytes: string, duration: number) => void parts.push({ bytes: Buffer.from(bytes, 'base64'), duration }));
await page.goto('http://localhost/index.html');
await page.evaluate(`import('/page.js').then(({ record }) => record(${JSON.stringify(SETTINGS)}, (bytes, duration) => {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return keep(btoa(text), duration);
}))`);
await browser.close();

// The encoder of sound ends with a breath of silence, which is no piece of a picture.
const [init, ...pieces] = parts.filter(({ duration }) => duration === 0 || duration > 0.5);
const index = { initBytes: init!.bytes.length, pieces: pieces.map(({ bytes, duration }) => [bytes.length, duration]) };
await writeFile(new URL('recording.mp4', out), Buffer.concat([init!, ...pieces].map(({ bytes }) => bytes)));
const list = fileURLToPath(new URL('recording.json', out));
await writeFile(list, await format(JSON.stringify(index), { ...(await resolveConfig(list)), filepath: list }));
const bytes = (await readFile(new URL('recording.mp4', out))).length;
console.log(`${pieces.length} pieces, ${Math.round(bytes / 1000)} kB`);
