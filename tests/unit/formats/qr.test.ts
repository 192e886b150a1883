import { inflateSync } from 'node:zlib';
import { create } from 'qrcode';
import { expect, test } from 'vitest';
import { qrPng, qrSvg } from '../../../src/formats/qr.ts';

const link = 'https://tochka.example/r/3f9a0c55-1f0e-4a57';

test('the picture is the code, with four modules of quiet around it', () => {
  const { modules } = create(link, { errorCorrectionLevel: 'M' });
  const drawn = new Set<string>();
  for (const [, x, y, width] of qrSvg(link, 'Билет').matchAll(/M(\d+) (\d+)h(\d+)v1/g))
    for (let column = 0; column < Number(width); column++) drawn.add(`${Number(x) + column - 4} ${Number(y) - 4}`);
  const dark = Array.from({ length: modules.size ** 2 }, (_, index) => [index % modules.size, Math.floor(index / modules.size)] as const);
  expect([...drawn].toSorted()).toEqual(
    dark
      .filter(([x, y]) => modules.get(y, x))
      .map(([x, y]) => `${x} ${y}`)
      .toSorted(),
  );
});

test('the picture takes the size of its box and needs no style', () => {
  const svg = qrSvg(link, 'Билет');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+" role="img" aria-label="Билет"/);
  expect(svg).not.toMatch(/style|<script|\swidth=|\sheight=/);
});

test('what the picture is called cannot break out of it', () => {
  expect(qrSvg('x', '"><script>&')).toContain('aria-label="&quot;&gt;&lt;script&gt;&amp;"');
});

test('mails get the same code as a PNG, eight pixels a module', () => {
  const { modules } = create(link, { errorCorrectionLevel: 'M' });
  const side = modules.size + 8;
  const png = qrPng(link);
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  // one chunk of data behind the 33 bytes of signature and header: rows of a filter byte and a byte for each module
  const rows = inflateSync(png.subarray(33 + 8, 33 + 8 + png.readUInt32BE(33)));
  const isDark = (column: number, row: number) => rows[(row * 8 + 4) * (1 + side) + 1 + column] === 0;

  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([width, height]).toEqual([side * 8, side * 8]);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const inside = row >= 4 && column >= 4 && row < side - 4 && column < side - 4;
      expect(isDark(column, row), `${column} ${row}`).toBe(inside && Boolean(modules.get(row - 4, column - 4)));
    }
  }
});
