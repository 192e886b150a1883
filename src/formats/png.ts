import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const NO_FILTER = Buffer.from([0]);

/** A picture in black and white as a PNG. `rows` hold eight pixels a byte, 1 is white; `width` is in pixels. */
export function bitmapPng(width: number, rows: Buffer[]): Buffer {
  const header = Buffer.concat([be32(width), be32(rows.length), Buffer.from([1, 0, 0, 0, 0])]);
  const data = deflateSync(Buffer.concat(rows.flatMap((row) => [NO_FILTER, row])));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([be32(data.length), body, be32(crc32(body))]);
}

function be32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
