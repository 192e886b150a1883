import { expect, test } from 'vitest';
import { mediaPlaylist } from '../../../src/live/playlist.ts';
import type { PlaylistSegment } from '../../../src/live/playlist.ts';

const START = Date.parse('2026-11-24T15:00:00Z');

/** So many pieces of a second for each epoch. */
function segments(...counts: number[]): PlaylistSegment[] {
  const all = counts.flatMap((count, index) => Array.from({ length: count }, (_, seq) => ({ epoch: index + 1, seq })));
  return all.map(({ epoch, seq }, index) => ({
    epoch,
    at: new Date(START + index * 1000),
    duration: 1.001,
    uri: `${epoch}-${seq}.m4s`,
    range: null,
  }));
}

const init = (epoch: number) => ({ uri: `${epoch}-init.mp4`, range: null });
const linesOf = (text: string) => text.trimEnd().split('\n');

test('a broadcast that goes on can be waited for, and one that is over has an end', () => {
  const live = linesOf(mediaPlaylist(segments(3), { init, isEnded: false }));
  const over = linesOf(mediaPlaylist(segments(3), { init, isEnded: true }));

  expect(live).toContain('#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=6');
  expect(live).not.toContain('#EXT-X-ENDLIST');
  expect(over.at(-1)).toBe('#EXT-X-ENDLIST');
  expect(over).toContain('#EXT-X-PLAYLIST-TYPE:VOD');
});

test('a reload of the host is a discontinuity with an init segment of its own', () => {
  const lines = linesOf(mediaPlaylist(segments(2, 2), { init, isEnded: true }));

  expect(lines.slice(lines.indexOf('1-1.m4s') + 1)).toEqual([
    '#EXT-X-DISCONTINUITY',
    '#EXT-X-MAP:URI="2-init.mp4"',
    '#EXT-X-PROGRAM-DATE-TIME:2026-11-24T15:00:02.000Z',
    '#EXTINF:1.00100,',
    '2-0.m4s',
    '#EXTINF:1.00100,',
    '2-1.m4s',
    '#EXT-X-ENDLIST',
  ]);
});

test('a window keeps the numbers of pieces and of discontinuities that it no longer shows', () => {
  const all = segments(3, 1, 3);
  const numbers = (window: number) =>
    linesOf(mediaPlaylist(all, { init, isEnded: false, window })).filter((line) => /SEQUENCE|^#EXT-X-DISCONTINUITY$/.test(line));

  expect(numbers(5)).toEqual([
    '#EXT-X-MEDIA-SEQUENCE:2',
    '#EXT-X-DISCONTINUITY-SEQUENCE:0',
    '#EXT-X-DISCONTINUITY',
    '#EXT-X-DISCONTINUITY',
  ]);
  expect(numbers(4)).toEqual(['#EXT-X-MEDIA-SEQUENCE:3', '#EXT-X-DISCONTINUITY-SEQUENCE:1', '#EXT-X-DISCONTINUITY']);
  expect(numbers(2)).toEqual(['#EXT-X-MEDIA-SEQUENCE:5', '#EXT-X-DISCONTINUITY-SEQUENCE:2']);
});

test('pieces of one file are told by their place in it', () => {
  const [piece] = segments(1);
  const text = mediaPlaylist([{ ...piece!, uri: '1.mp4', range: { offset: 900, bytes: 5000 } }], {
    init: () => ({ uri: '1.mp4', range: { offset: 0, bytes: 900 } }),
    isEnded: true,
  });

  expect(text).toContain('#EXT-X-MAP:URI="1.mp4",BYTERANGE="900@0"\n');
  expect(text).toContain('#EXT-X-BYTERANGE:5000@900\n1.mp4\n');
});

test('a piece longer than usual raises the target, so that the playlist never lies', () => {
  const [first, second] = segments(2);
  const text = mediaPlaylist([first!, { ...second!, duration: 3.4 }], { init, isEnded: false });

  expect(text).toContain('#EXT-X-TARGETDURATION:3\n');
  expect(text).toContain('HOLD-BACK=9\n');
});
