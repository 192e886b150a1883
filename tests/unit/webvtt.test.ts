import { expect, test } from 'vitest';
import { faultOfWebVtt } from '../../src/formats/webvtt.ts';

const CUE = '00:01.000 --> 00:02.500 line:0\nПривет\n';

test.each([
  ['the least there can be', `WEBVTT\n\n${CUE}`, null],
  ['a mark of the order of bytes, a title and line ends of another system', `\uFEFFWEBVTT Вебинар\r\n\r\n${CUE}`, null],
  ['hours, a name of the cue and a comment', 'WEBVTT\n\nNOTE проверено\n\nпервая\n01:00:01.000 --> 101:00:02.000\nПривет', null],
  ['another format with the same words', `1\n00:00:01,000 --> 00:00:02,000\nПривет\n`, 'header'],
  ['a word that only begins so', `WEBVTTX\n\n${CUE}`, 'header'],
  ['nothing', '', 'header'],
  ['a comma before the thousandths', 'WEBVTT\n\n00:01,000 --> 00:02,000\nПривет', 'cues'],
  ['an end before the beginning', 'WEBVTT\n\n00:02.000 --> 00:01.000\nПривет', 'cues'],
  ['sixty seconds', 'WEBVTT\n\n00:60.000 --> 02:00.000\nПривет', 'cues'],
  ['a header only', 'WEBVTT\n', 'cues'],
  ['a byte that is no sign', `WEBVTT\n\n${CUE}\0`, 'encoding'],
])('captions: %s', (_what, text, fault) => {
  expect(faultOfWebVtt(Buffer.from(text))).toBe(fault);
});

test('captions of an older encoding are said to be of another encoding', () => {
  expect(faultOfWebVtt(Buffer.from([...Buffer.from('WEBVTT\n\n'), 0xcf, 0xf0, 0xe8]))).toBe('encoding');
});
