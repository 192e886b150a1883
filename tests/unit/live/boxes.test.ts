import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotMedia, boxesIn, checkInit, checkSegment } from '../../../src/live/boxes.ts';

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + body.length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
}

const track = (kind: string) => box('trak', box('mdia', box('minf', box('stbl', box('stsd', Buffer.alloc(8), box(kind))))));
const init = (...kinds: string[]) => Buffer.concat([box('ftyp', Buffer.from('iso5')), box('moov', box('mvhd'), ...kinds.map(track))]);
const fragment = Buffer.concat([box('moof', box('mfhd')), box('mdat', Buffer.from('pictures'))]);

test('an init segment of video with or without sound says what is in it', () => {
  expect(checkInit(init('avc1', 'Opus'))).toEqual(['avc1', 'Opus']);
  expect(checkInit(init('vp09'))).toEqual(['vp09']);
});

test.each([
  ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
  ['nothing', Buffer.alloc(0)],
  ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1])],
  ['a segment', fragment],
  ['two videos', init('avc1', 'avc1')],
  ['three tracks', init('avc1', 'Opus', 'mp4a')],
  ['a track of text', init('avc1', 'wvtt')],
  ['no track', init()],
  ['a movie with something behind it', Buffer.concat([init('avc1'), Buffer.from('<html>')])],
])('%s is no init segment', (_what, bytes) => {
  expect(() => checkInit(bytes)).toThrow(NotMedia);
});

test('a segment is fragments with their data', () => {
  expect(() => checkSegment(fragment)).not.toThrow();
  expect(() => checkSegment(Buffer.concat([box('styp'), fragment, fragment]))).not.toThrow();
});

test.each([
  ['an init segment', init('avc1')],
  ['data without a fragment', box('mdat')],
  ['a fragment without data', box('moof')],
  ['a page', Buffer.from('<!doctype html><p>Hello')],
  ['a cut segment', fragment.subarray(0, -1)],
  ['a box that says it is longer than all', Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('mdat')])],
  ['a box of no length', Buffer.concat([Buffer.alloc(4), Buffer.from('moof')])],
])('%s is no segment', (_what, bytes) => {
  expect(() => checkSegment(bytes)).toThrow(NotMedia);
});

test('any bytes at all are either boxes that fill them or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
      const bytes = Buffer.from(raw);
      try {
        expect(boxesIn(bytes).at(-1)?.end ?? 0).toBe(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(NotMedia);
      }
    }),
  );
});
