import { describe, expect, test } from 'vitest';
import { coverSvg, isMotif, motifFor } from '../../src/formats/covers/index.ts';
import { motifs } from '../../src/formats/covers/motifs/index.ts';
import { titleMotifs, topicMotifs } from '../../src/formats/covers/topics.ts';

const names = Object.keys(motifs);
const keys = Array.from({ length: 20 }, (_, index) => String(index + 1));

/** The elements that are still open at the end, or closed in the wrong order; a leftover is text that is no element. */
function faultsOf(svg: string): string[] {
  const open: string[] = [];
  const leftover = svg.replace(/<(\/?)(\w+)((?: [\w-]+="[^"<&]*")*)(\/?)>/g, (tag, closes: string, name: string, _, isEmpty: string) => {
    if (closes) return open.pop() === name ? '' : tag;
    if (!isEmpty) open.push(name);
    return '';
  });
  return [...open, ...(leftover.trim() ? [leftover] : [])];
}

test('the same motif and key always give the same picture, another key another one', () => {
  expect(coverSvg('vinyl', '7')).toBe(coverSvg('vinyl', '7'));
  expect(coverSvg('vinyl', '8')).not.toBe(coverSvg('vinyl', '7'));
});

describe.each(names)('a cover of %s', (name) => {
  test.each(keys)('is well-formed for the key %s, with no number that is none', (key) => {
    const svg = coverSvg(name, key);

    expect(faultsOf(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('has nothing that a content security policy refuses', () => {
    expect(coverSvg(name, '1')).not.toMatch(/style|<script|href|\son\w+=/);
  });

  test('is small enough to send with every card', () => {
    expect(coverSvg(name, '1').length).toBeLessThan(60_000);
  });
});

test.each(['no-such-motif', '', 'constructor', '__proto__'])('the name %j gets the default picture', (name) => {
  expect(isMotif(name)).toBe(false);
  expect(coverSvg(name, '7')).toBe(coverSvg('gathering', '7'));
});

test.each(Object.entries(topicMotifs))('every motif of the topic %s exists and some event gets it', (topic, ofTopic) => {
  const given = new Set(Array.from({ length: 200 }, (_, index) => motifFor(topic, 'Вечер', String(index))));

  expect(ofTopic.filter((name) => !isMotif(name))).toEqual([]);
  expect([...given].toSorted()).toEqual([...ofTopic].toSorted());
});

test('every motif that a word in the title calls for exists', () => {
  expect(titleMotifs.filter(({ motif }) => !isMotif(motif))).toEqual([]);
});

test('a word in the title calls for its motif within its topic only', () => {
  expect(motifFor('art', 'Гончарный круг: лепим первую кружку', '1')).toBe('pottery');
  expect(motifFor('food', 'Ужин в гончарной мастерской', '1')).not.toBe('pottery');
});

test.each(['no-such-topic', '', 'constructor'])('an event of the topic %j gets the default motif', (topic) => {
  expect(motifFor(topic, 'Вечер', '1')).toBe('gathering');
});
