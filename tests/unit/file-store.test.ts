import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderStore } from '../../src/adapters/folder-store.ts';
import { s3Store } from '../../src/adapters/s3-store.ts';
import type { S3Settings } from '../../src/adapters/s3-store.ts';
import type { FileStore } from '../../src/adapters/stored-files.ts';

const kinds = ['a folder', 'a bucket'] as const;
let root: string;
let bucket: S3Settings;
let closeBucket: () => Promise<void>;
let stores: Record<(typeof kinds)[number], FileStore>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'files-'));
  const server = await startFauxqs({ port: 0, logger: false, init: { region: 'us-east-1', buckets: ['media'] } });
  closeBucket = () => server.stop();
  bucket = {
    bucket: 'media',
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  };
  stores = { 'a folder': folderStore(join(root, 'media')), 'a bucket': s3Store(bucket, { pageSize: 2 }) };
});
afterAll(async () => {
  await closeBucket();
  await rm(root, { recursive: true });
});

async function read(store: FileStore, key: string, range?: { start: number; end: number }) {
  const file = await store.find(key);
  return file && text(file.stream(range));
}

describe.each(kinds)('in %s', (kind) => {
  test('what was put is found by its key, whole and with its size', async () => {
    const store = stores[kind];
    await store.put('pictures/one/800.avif', Buffer.from('bytes'));
    await store.put('pictures/one/400.avif', Readable.from(['as ', 'a ', 'stream']));

    expect([await read(store, 'pictures/one/800.avif'), await read(store, 'pictures/one/400.avif')]).toEqual(['bytes', 'as a stream']);
    expect((await store.find('pictures/one/800.avif'))?.bytes).toBe(5);
    expect(await store.list('pictures/one')).toEqual(['400.avif', '800.avif']);
  });

  test('putting a file anew takes the place of the old one', async () => {
    const store = stores[kind];
    await store.put('anew/file', Buffer.from('old and longer'));
    await store.put('anew/file', Buffer.from('new'));
    expect(await read(store, 'anew/file')).toBe('new');
  });

  test('a file that breaks off on the way does not exist, and what was there stays', async () => {
    const store = stores[kind];
    await store.put('broken/file', Buffer.from('whole'));
    const broken = Readable.from(
      (function* () {
        yield 'half';
        throw new Error('cut');
      })(),
    );

    await expect(store.put('broken/file', broken)).rejects.toThrow('cut');

    expect(await read(store, 'broken/file')).toBe('whole');
    if (kind === 'a folder') expect(await readdir(join(root, 'media', 'unfinished'))).toEqual([]);
  });

  test('what is not there is null, and removing it does no harm', async () => {
    const store = stores[kind];
    expect([await store.find('pictures/none/800.avif'), await store.find('pictures')]).toEqual([null, null]);
    expect(await store.list('nowhere')).toEqual([]);
    await store.remove('pictures/none/800.avif');
    await store.removeFolder('nowhere');
  });

  test('a folder is removed with all that lies in it, and nothing beside it', async () => {
    const store = stores[kind];
    await store.put('pictures/two/a', Buffer.from('a'));
    await store.put('pictures/twofold/a', Buffer.from('a'));
    await store.removeFolder('pictures/two');
    expect([await read(store, 'pictures/two/a'), await read(store, 'pictures/twofold/a')]).toEqual([null, 'a']);
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
    const store = stores[kind];
    if (kind === 'a folder') await writeFile(join(root, 'secret'), 'secret');
    for (const use of [store.find(key), store.put(key, Buffer.from('x')), store.remove(key), store.removeFolder(key), store.list(key)]) {
      await expect(use).rejects.toThrow('Not a key');
    }
  });

  test('a part of a file is read from byte to byte, both included', async () => {
    const store = stores[kind];
    await store.put('ranges/file', Buffer.from('0123456789'));
    expect(await read(store, 'ranges/file', { start: 2, end: 4 })).toBe('234');
  });

  test('a folder of more files than a page is listed whole, with the folders in it, and removed whole', async () => {
    const store = stores[kind];
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await store.put(`many/${name}`, Buffer.from(name));
    await store.put('many/folder/f', Buffer.from('f'));

    expect(await store.list('many')).toEqual([...names, 'folder']);
    await store.removeFolder('many');
    expect(await store.list('many')).toEqual([]);
  });

  test('a stream of many megabytes comes back as it was', async () => {
    const store = stores[kind];
    const pieces = Array.from({ length: 21 }, (_, index) => Buffer.alloc(1_000_003, index));
    await store.put('large/file', Readable.from(pieces));

    expect((await buffer((await store.find('large/file'))!.stream())).equals(Buffer.concat(pieces))).toBe(true);
  });

  test('a stream that breaks off after many megabytes leaves nothing', async () => {
    const store = stores[kind];
    const broken = Readable.from(
      (function* () {
        for (let index = 0; index < 10; index += 1) yield Buffer.alloc(1_000_000);
        throw new Error('cut');
      })(),
    );

    await expect(store.put('large/broken', broken)).rejects.toThrow('cut');
    expect(await store.find('large/broken')).toBeNull();
  });
});

test('what a process that died left unfinished is removed, what is being written is not', async () => {
  const [old, young] = ['old', 'young'].map((name) => join(root, 'media', 'unfinished', name)) as [string, string];
  await Promise.all([writeFile(old, 'half'), writeFile(young, 'half')]);
  await utimes(old, new Date(0), new Date(0));

  await stores['a folder'].removeUnfinished(new Date(Date.now() - 1000));

  expect(await readdir(join(root, 'media', 'unfinished'))).toEqual(['young']);
});

test('what a bucket does not take is not kept open', async () => {
  const body = Readable.from(Array.from({ length: 9 }, () => Buffer.alloc(1024 * 1024)));

  await expect(s3Store({ ...bucket, bucket: 'none' }).put('webinars/1/1.mp4', body)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  expect(body.destroyed).toBe(true);
});
