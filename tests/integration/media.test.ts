import { Buffer } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileStore } from '../../src/adapters/file-store.ts';
import { db } from '../../src/db.ts';
import { bitmapPng } from '../../src/formats/png.ts';
import { cleanUpPictures } from '../../src/services/media/clean-up.ts';
import { savePicture } from '../../src/services/media/save.ts';
import { startApp } from '../support/app.ts';
import type { Browser, Fields, TestApp } from '../support/app.ts';
import { createAccount, createEvent } from '../support/factories.ts';
import { fileOf, jpegFile, picture } from '../support/pictures.ts';

let app: TestApp;
let account: { id: number };
let organizer: Browser;

beforeAll(async () => {
  app = await startApp();
  const made = await createAccount({ role: 'organizer' });
  account = made;
  organizer = await app.guest().logIn(made.email);
});

const typed: Fields = {
  title: 'Джаз на крыше',
  description: 'Квартет и крыша.',
  start_at: '2098-11-28T19:00',
  end_at: '2098-11-28T22:00',
  time_zone: 'Europe/Moscow',
  format: 'offline',
  location: 'Москва, Садовая ул., 18',
  online_url: '',
  visitor_limit: '80',
  price: '1200,50',
  topic_id: '',
};

const coverOfEvent = async (id: number) => (await db.event.findUniqueOrThrow({ where: { id } })).coverId;
const newEvent = () => createEvent({ organizerId: account.id });
const upload = (id: number, file: File | null, fields: Fields = {}) => organizer.upload(`/events/${id}`, { ...typed, ...fields }, file);

async function eventWithCover() {
  const { id } = await newEvent();
  expect((await upload(id, await jpegFile())).status).toBe(303);
  return { id, coverId: (await coverOfEvent(id))! };
}

const storedFile = async (coverId: string, name: string) => buffer((await fileStore.find(`pictures/${coverId}/${name}`))!.stream());

describe('an uploaded cover', () => {
  test('is shown on the page, in the catalogue and to those who share the link', async () => {
    const { id, coverId } = await eventWithCover();

    const page = await app.guest().get(`/events/${id}`);
    expect(page.text).toContain(`/media/${coverId}/1600.avif 1600w`);
    expect(page.text).toContain(`<meta property="og:image" content="http://localhost:3000/media/${coverId}/1600.jpg">`);
    expect((await app.guest().get('/events')).text).toContain(`/media/${coverId}/400.avif 400w`);

    const addresses = [...new Set([...page.text.matchAll(/\/media\/[\w.\-/]+/g)].map(([address]) => address))];
    expect(addresses.length).toBe(6);
    for (const address of addresses) {
      const file = await app.guest().get(address);
      expect(file.status, address).toBe(200);
      expect((await sharp(file.body as Buffer).metadata()).width, address).toBe(Math.min(1200, Number(/(\d+)\.\w+$/.exec(address)![1])));
    }
  });

  test('is served for good, as what it is, to anybody and without a session', async () => {
    const { coverId } = await eventWithCover();
    const { headers } = await app.guest().get(`/media/${coverId}/800.jpg`);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable, no-transform',
      'x-content-type-options': 'nosniff',
    });
    expect(headers).not.toHaveProperty('set-cookie');
    expect((await app.guest().get(`/media/${coverId}/800.avif`)).headers['content-type']).toBe('image/avif');
  });

  test.each(['', '/', '/800.png', '/801.jpg', '/..%2f..%2fsession-secret', '/800.jpg/..', '/%2e%2e', '/800.JPG', '/0800.jpg'])(
    'is not found at another address: %s',
    async (rest) => {
      const { coverId } = await eventWithCover();
      expect((await app.guest().get(`/media/${coverId}${rest}`)).status).toBe(404);
    },
  );

  test('no folder is listed, and nothing but pictures is found', async () => {
    await fileStore.put('exports/7f000000-0000-4000-8000-000000000000.zip', Buffer.from('zip'));
    for (const path of [
      '/media',
      '/media/',
      '/media/pictures',
      '/media/exports/7f000000-0000-4000-8000-000000000000.zip',
      '/media/..%2fexports/800.jpg',
    ]) {
      expect((await app.guest().get(path)).status, path).toBe(404);
    }
  });

  test('stays when the event is saved without another one', async () => {
    const { id, coverId } = await eventWithCover();
    expect((await upload(id, null)).status).toBe(303);
    expect((await organizer.post(`/events/${id}`, typed)).status).toBe(303);
    expect(await coverOfEvent(id)).toBe(coverId);
  });

  test('goes with its files when another takes its place', async () => {
    const { id, coverId } = await eventWithCover();
    expect((await upload(id, await jpegFile())).status).toBe(303);

    const next = await coverOfEvent(id);
    expect(next).not.toBe(coverId);
    expect(await fileStore.list(`pictures/${coverId}`)).toEqual([]);
    expect(await db.media.count({ where: { id: coverId } })).toBe(0);
    expect(await fileStore.list(`pictures/${next}`)).toHaveLength(6);
  });

  test('goes with its files when it is taken away, and the drawn one is back', async () => {
    const { id, coverId } = await eventWithCover();
    expect((await upload(id, null, { remove_picture: 'on' })).status).toBe(303);

    expect(await coverOfEvent(id)).toBeNull();
    expect(await fileStore.list(`pictures/${coverId}`)).toEqual([]);
    expect((await app.guest().get(`/events/${id}`)).text).toContain(`/covers/gathering-${id}.svg`);
  });

  test('of a form that is refused for another reason leaves nothing behind', async () => {
    const { id } = await newEvent();
    const before = await fileStore.list('pictures');
    expect((await upload(id, await jpegFile(), { title: '' })).status).toBe(422);
    expect((await upload(id, await jpegFile(), { topic_id: '999999' })).status).toBe(422);
    expect(await fileStore.list('pictures')).toEqual(before);
    expect(await coverOfEvent(id)).toBeNull();
  });

  test('is copied with its event, and each goes for itself', async () => {
    const { id, coverId } = await eventWithCover();
    const reply = await organizer.post(`/events/${id}/copies`);
    const copy = (await coverOfEvent(Number(/\/events\/(\d+)/.exec(reply.headers['location']!)![1])))!;

    expect(copy).not.toBe(coverId);
    await upload(id, null, { remove_picture: 'on' });
    expect(await fileStore.list(`pictures/${copy}`)).toHaveLength(6);
  });

  test('comes with a new event, too', async () => {
    const reply = await organizer.upload('/events', typed, await jpegFile());
    expect(reply.status).toBe(303);
    expect(await coverOfEvent(Number(reply.headers['location']?.split('/').at(-1)))).not.toBeNull();
  });
});

describe('what is kept of a picture', () => {
  const exif = { IFD0: { Copyright: 'Anna Orlova' }, IFD3: { GPSLatitude: '55/1 45/1 0/1', GPSLatitudeRef: 'N' } };

  test('is upright and has nothing of what the camera wrote: no place, no name', async () => {
    const { id } = await newEvent();
    const taken = await picture(900, 600).withMetadata({ orientation: 6, exif }).withIccProfile('p3').jpeg().toBuffer();
    expect((await sharp(taken).metadata()).exif?.length).toBeGreaterThan(100);
    expect(taken.includes('Anna Orlova')).toBe(true);

    expect((await upload(id, await jpegFile(taken))).status).toBe(303);

    const coverId = (await coverOfEvent(id))!;
    for (const name of await fileStore.list(`pictures/${coverId}`)) {
      const stored = await storedFile(coverId, name);
      const { width, height, ...rest } = await sharp(stored).metadata();
      expect([rest.exif, rest.xmp, rest.icc, rest.iptc, rest.orientation], name).toEqual(Array.from({ length: 5 }));
      expect(height > width, name).toBe(true);
      expect(stored.includes('Anna Orlova'), name).toBe(false);
    }
    expect(await db.media.findUniqueOrThrow({ where: { id: coverId } })).toMatchObject({
      width: 600,
      height: 900,
      purpose: 'event',
      accountId: account.id,
    });
  });

  test('has nothing of a page or script that was written behind it', async () => {
    const { id } = await newEvent();
    const polyglot = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from('<script>alert(1)</script>')]);
    expect((await upload(id, fileOf(polyglot, 'x.html', 'text/html'))).status).toBe(303);
    const coverId = (await coverOfEvent(id))!;
    for (const name of await fileStore.list(`pictures/${coverId}`))
      expect((await storedFile(coverId, name)).includes('<script')).toBe(false);
  });

  test('is a square of 256 for a person', async () => {
    const id = await savePicture(db, { accountId: account.id, purpose: 'avatar' }, await picture(900, 300).png().toBuffer());
    expect(await fileStore.list(`pictures/${id}`)).toEqual(['256.avif', '256.jpg']);
    expect(await sharp(await storedFile(id, '256.jpg')).metadata()).toMatchObject({ width: 256, height: 256 });
  });

  test.each(['png', 'webp', 'avif'] as const)('is made of %s, too, whatever the file calls itself', async (format) => {
    const { id } = await newEvent();
    const bytes = await picture().toFormat(format).toBuffer();
    expect((await upload(id, fileOf(bytes, 'holiday.gif', 'image/gif'))).status).toBe(303);
  });
});

/** A PNG that says it is so large and weighs next to nothing. */
function bomb(width: number, height: number): Buffer {
  const row = Buffer.alloc(Math.ceil(width / 8));
  return bitmapPng(
    width,
    Array.from({ length: height }, () => row),
  );
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><script>alert(1)</script></svg>';
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

describe('refused, with words beside the field and all that was typed', () => {
  const wrong = 'Выберите картинку в JPEG, PNG, WebP или AVIF';
  const cases: [string, () => Promise<Buffer | string>, string][] = [
    ['an SVG that calls itself a JPEG', async () => svg, wrong],
    ['a page that calls itself a JPEG', async () => '<!doctype html><script>alert(1)</script>', wrong],
    ['a GIF that is a script as well', async () => Buffer.concat([gif, Buffer.from('/*<script>alert(1)</script>')]), wrong],
    ['a PDF', async () => '%PDF-1.7\n1 0 obj\n<<>>\nendobj', wrong],
    ['a TIFF', async () => picture(20, 20).tiff().toBuffer(), wrong],
    [
      'a picture of an iPhone (HEIC)',
      async () => Buffer.from('0000001c6674797068656963000000006d696631686569636d69616600000000', 'hex'),
      wrong,
    ],
    ['a ZIP', async () => Buffer.concat([Buffer.from('PK\x03\x04'), deflateSync('zip')]), wrong],
    ['an empty file', async () => '', wrong],
    ['the beginning of a JPEG', async () => Buffer.from([0xff, 0xd8, 0xff]), wrong],
    ['a PNG of 30,000 × 30,000 pixels in a few kilobytes', async () => bomb(30_000, 30_000), 'В картинке больше 40 мегапикселей'],
    [
      'a JPEG that breaks off',
      async () => (await picture().blur(2).jpeg().toBuffer()).subarray(0, 2000),
      'Файл повреждён или записан не до конца',
    ],
    [
      'what weighs more than 8 MB',
      async () => Buffer.concat([await picture().jpeg().toBuffer(), Buffer.alloc(8 * 1024 * 1024)]),
      'Картинка может весить до 8 МБ',
    ],
  ];

  test.each(cases)('%s', async (_name, make, words) => {
    const { id } = await newEvent();
    const before = await fileStore.list('pictures');

    const reply = await upload(id, fileOf(await make(), 'cover.jpg', 'image/jpeg'), { title: 'Набрано заранее' });

    expect(reply.status).toBe(422);
    expect(reply.text).toContain(words);
    expect(reply.text).toContain('href="#picture"');
    expect(reply.text).toContain('value="Набрано заранее"');
    expect(await coverOfEvent(id)).toBeNull();
    expect(await fileStore.list('pictures')).toEqual(before);
  });

  test('a decompression bomb costs neither memory nor time', async () => {
    const bytes = bomb(30_000, 30_000);
    const [before, started] = [process.memoryUsage.rss(), performance.now()];
    await expect(savePicture(db, { accountId: account.id, purpose: 'event' }, bytes)).rejects.toMatchObject({ code: 'picture_pixels' });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  test('more than wait in line', async () => {
    const bytes = await picture(3000, 2000).jpeg().toBuffer();
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, () => savePicture(db, { accountId: account.id, purpose: 'avatar' }, bytes)),
    );
    const refused = all.filter((one) => one.status === 'rejected').map(({ reason }) => (reason as { code: string }).code);
    expect(refused).toEqual(Array.from({ length: 4 }, () => 'picture_busy'));
  });
});

describe('a form with a file', () => {
  test('is read from nobody who has not logged in', async () => {
    const { id } = await newEvent();
    expect((await app.guest().upload(`/events/${id}`, typed, await jpegFile())).status).toBe(415);
  });

  test('without the token of our page is refused, and nothing of it is kept', async () => {
    const { id } = await newEvent();
    const before = await fileStore.list('pictures');
    expect((await upload(id, await jpegFile(), { _csrf: undefined })).status).toBe(403);
    expect((await upload(id, await jpegFile(), { _csrf: 'made up' })).status).toBe(403);
    expect(await fileStore.list('pictures')).toEqual(before);
  });

  test('of somebody else’s event is refused, and nothing of it is kept', async () => {
    const { id } = await createEvent();
    const before = await fileStore.list('pictures');
    expect((await upload(id, await jpegFile())).status).toBe(404);
    expect(await fileStore.list('pictures')).toEqual(before);
  });

  test('of more than 32 MB is refused at once, with words', async () => {
    const { id } = await newEvent();
    const reply = await upload(id, fileOf(Buffer.alloc(33 * 1024 * 1024), 'x.jpg', 'image/jpeg')).catch(() => null);
    // The connection may be closed while the rest is still on its way.
    if (reply) expect([reply.status, reply.text.includes('Картинка может весить до 8 МБ')]).toEqual([413, true]);
    expect(await coverOfEvent(id)).toBeNull();
  });

  test('with anything that no page of ours sends is refused with words', async () => {
    const { id } = await newEvent();
    const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
    const part = (head: string, body: string) => `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
    const file = part('name="picture"; filename="a.jpg"', 'x');
    const bodies = [
      `${file}${file}--x--\r\n`,
      `${part('name="other"; filename="a.jpg"', 'x')}--x--\r\n`,
      `${part('name="a[b]"', 'x')}--x--\r\n`,
      `${part('name="__proto__[x]"', 'x')}--x--\r\n`,
      `${part('name="a"', 'x').repeat(200)}--x--\r\n`,
      `${part('name="title"', 'x'.repeat(200_000))}--x--\r\n`,
      `${part(`name="${'n'.repeat(200)}"`, 'x')}--x--\r\n`,
      `${part('filename="a.jpg"', 'x')}--x--\r\n`,
      part('name="title"', 'cut'),
      'nothing of the kind',
    ];
    for (const body of bodies) {
      const { status } = await organizer.send('POST', `/events/${id}`, body, boundary);
      expect([400, 403, 413], body.slice(0, 60)).toContain(status);
    }
    expect((await organizer.send('POST', `/events/${id}`, 'x', { 'content-type': 'multipart/form-data' })).status).toBe(400);
  });
});

describe('the nightly clean-up', () => {
  const inTwoDays = () => new Date(Date.now() + 2 * 86_400_000);
  const made = async () => savePicture(db, { accountId: account.id, purpose: 'event' }, await picture(100, 100).png().toBuffer());

  test('removes a picture that nothing has pointed to for a day, and no other', async () => {
    const { coverId } = await eventWithCover();
    const orphan = await made();

    await cleanUpPictures();
    expect(await fileStore.list(`pictures/${orphan}`)).not.toEqual([]);

    await cleanUpPictures(inTwoDays());
    expect([await fileStore.list(`pictures/${orphan}`), await db.media.count({ where: { id: orphan } })]).toEqual([[], 0]);
    expect(await fileStore.list(`pictures/${coverId}`)).toHaveLength(6);
  });

  test('removes files whose picture is gone, once they are a day old', async () => {
    const id = crypto.randomUUID();
    await fileStore.put(`pictures/${id}/800.jpg`, Buffer.from('left behind'));

    expect((await cleanUpPictures()).pictureFiles).toBe(0);
    expect((await cleanUpPictures(inTwoDays())).pictureFiles).toBe(1);
    expect(await fileStore.list(`pictures/${id}`)).toEqual([]);
  });
});
