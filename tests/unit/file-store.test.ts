import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderStore } from '../../src/adapters/file-store.ts';
import type { FileStore } from '../../src/adapters/file-store.ts';

let root: string;
let store: FileStore;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'files-'));
  store = folderStore(join(root, 'media'));
});
afterAll(() => rm(root, { recursive: true }));

const read = async (key: string) => {
  const file = await store.find(key);
  return file && text(file.stream());
};

test('what was put is found by its key, whole and with its size', async () => {
  await store.put('pictures/one/800.avif', Buffer.from('bytes'));
  await store.put('pictures/one/400.avif', Readable.from(['as ', 'a ', 'stream']));

  expect([await read('pictures/one/800.avif'), await read('pictures/one/400.avif')]).toEqual(['bytes', 'as a stream']);
  expect((await store.find('pictures/one/800.avif'))?.bytes).toBe(5);
  expect(await store.list('pictures/one')).toEqual(['400.avif', '800.avif']);
});

test('putting a file anew takes the place of the old one', async () => {
  await store.put('anew/file', Buffer.from('old and longer'));
  await store.put('anew/file', Buffer.from('new'));
  expect(await read('anew/file')).toBe('new');
});

test('a file that breaks off on the way does not exist, and what was there stays', async () => {
  await store.put('broken/file', Buffer.from('whole'));
  const broken = Readable.from(
    (function* () {
      yield 'half';
      throw new Error('cut');
    })(),
  );

  await expect(store.put('broken/file', broken)).rejects.toThrow('cut');

  expect(await read('broken/file')).toBe('whole');
  expect(await readdir(join(root, 'media', 'unfinished'))).toEqual([]);
});

test('what is not there is null, and removing it does no harm', async () => {
  expect([await store.find('pictures/none/800.avif'), await store.find('pictures')]).toEqual([null, null]);
  expect(await store.list('nowhere')).toEqual([]);
  await store.remove('pictures/none/800.avif');
  await store.removeFolder('nowhere');
});

test('a folder is removed with all that lies in it, and nothing beside it', async () => {
  await store.put('pictures/two/a', Buffer.from('a'));
  await store.put('pictures/twofold/a', Buffer.from('a'));
  await store.removeFolder('pictures/two');
  expect([await read('pictures/two/a'), await read('pictures/twofold/a')]).toEqual([null, 'a']);
});

test.each([
  '',
  '/',
  '..',
  '../secret',
  'a/../b',
  'a/./b',
  '/etc/passwd',
  'a//b',
  'a/',
  '.hidden',
  'a/.hidden',
  'a\\b',
  'a\0b',
  'a b',
  'unfinished/x',
])('a key like %j leads nowhere', async (key) => {
  await writeFile(join(root, 'secret'), 'secret');
  for (const use of [store.find(key), store.put(key, Buffer.from('x')), store.remove(key), store.removeFolder(key), store.list(key)]) {
    await expect(use).rejects.toThrow('Not a key');
  }
});

test('what a process that died left unfinished is removed, what is being written is not', async () => {
  const [old, young] = ['old', 'young'].map((name) => join(root, 'media', 'unfinished', name)) as [string, string];
  await Promise.all([writeFile(old, 'half'), writeFile(young, 'half')]);
  await utimes(old, new Date(0), new Date(0));

  await store.removeUnfinished(new Date(Date.now() - 1000));

  expect(await readdir(join(root, 'media', 'unfinished'))).toEqual(['young']);
});
