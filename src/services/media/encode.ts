import sharp from 'sharp';
import { AVATAR_SIZE, coverWidths } from '../../policies/media.ts';
import type { PicturePurpose } from '../../policies/media.ts';
import { RefusedPicture } from './refused.ts';

/** The files of a picture and how large it is in the largest of them, in pixels. */
export interface EncodedPicture {
  width: number;
  height: number;
  files: { name: string; body: Buffer }[];
}

/** As many as 8,000 × 5,000: more than a camera of a phone gives, and little enough to be held in memory. */
const MOST_PIXELS = 40_000_000;
const LONGEST_SECONDS = 20;
const MOST_WAITING = 8;

/** Nothing but these is ever read, whatever a file calls itself: no SVG, no PDF, no GIF. */
const readers = ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'];
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: readers });
sharp.cache(false);
// One thread for pictures, so that the other cores stay for pages.
sharp.concurrency(1);

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Makes the files of a picture out of what somebody uploaded: upright, without anything that a camera or a person wrote beside it, never
 * larger than it was. Pictures are made one after another.
 * @throws RefusedPicture for anything but a whole JPEG, PNG, WebP or AVIF of at most 40 megapixels, or if too many wait
 */
export async function encodePicture(bytes: Buffer, purpose: PicturePurpose): Promise<EncodedPicture> {
  if (waiting >= MOST_WAITING) throw new RefusedPicture('busy');
  waiting += 1;
  const own = last.then(() => encode(bytes, purpose));
  last = own.catch(() => {});
  try {
    return await own;
  } finally {
    waiting -= 1;
  }
}

async function encode(bytes: Buffer, purpose: PicturePurpose): Promise<EncodedPicture> {
  await checkType(bytes);
  const { data, info } = await decode(bytes, purpose);
  const pixels = { raw: { width: info.width, height: info.height, channels: info.channels } } as const;
  const files: EncodedPicture['files'] = [];
  for (const width of purpose === 'avatar' ? [AVATAR_SIZE] : coverWidths) {
    const size = { width, height: width, fit: 'inside', withoutEnlargement: true } as const;
    const picture = sharp(data, pixels).resize(size);
    files.push({ name: `${width}.jpg`, body: await picture.clone().jpeg({ quality: 80, mozjpeg: true }).toBuffer() });
    files.push({ name: `${width}.avif`, body: await picture.clone().avif({ quality: 55, effort: 2 }).toBuffer() });
  }
  return { width: info.width, height: info.height, files };
}

const input = { limitInputPixels: MOST_PIXELS, failOn: 'error', autoOrient: true } as const;

/** What the content is; the name and the type that came with it are only words. */
async function checkType(bytes: Buffer): Promise<void> {
  // Of nothing at all sharp says so in another way.
  if (bytes.length === 0) throw new RefusedPicture('type');
  const { format, compression } = await sharp(bytes, input).metadata().catch(refuse('type'));
  const isAvif = format === 'heif' && compression === 'av1';
  if (!isAvif && !['jpeg', 'png', 'webp'].includes(format)) throw new RefusedPicture('type');
}

function decode(bytes: Buffer, purpose: PicturePurpose) {
  const size =
    purpose === 'avatar'
      ? ({ width: AVATAR_SIZE, height: AVATAR_SIZE, fit: 'cover', position: 'attention' } as const)
      : ({ width: coverWidths.at(-1)!, height: coverWidths.at(-1)!, fit: 'inside', withoutEnlargement: true } as const);
  return sharp(bytes, input)
    .resize(size)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .timeout({ seconds: LONGEST_SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(refuse('broken'));
}

const refuse =
  (otherwise: 'type' | 'broken') =>
  (error: Error): never => {
    throw new RefusedPicture(/pixel limit/i.test(error.message) ? 'pixels' : otherwise);
  };
