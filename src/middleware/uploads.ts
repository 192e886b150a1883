import multer from 'multer';
import type { StorageEngine } from 'multer';
import type { Request, RequestHandler } from 'express';
import { DomainError, TooManyRequests } from '../errors.ts';
import { MOST_PICTURE_BYTES } from '../policies/media.ts';
import { RefusedPicture } from '../services/media/refused.ts';
import type { PictureChange } from '../services/media/save.ts';
import type { CaptionsFile } from '../services/webinars/recording/captions.ts';
import { accountOf } from './current-account.ts';
import { rateLimit } from './rate-limit.ts';

/** Whatever is longer is not read at all; up to this a form comes back with words about its picture. */
const MOST_BODY_BYTES = 4 * MOST_PICTURE_BYTES;
const MOST_AT_ONCE = 2;

/** Thrown when a form is longer than anybody's picture. */
class TooLarge extends DomainError {
  constructor() {
    super(413, 'upload_too_large');
  }
}

/** Keeps what is no larger than a picture may be, and lets the rest of a larger one pass by, so that the form around it is read to its end. */
const memory: StorageEngine = {
  _handleFile(_req, { stream }, done) {
    let bytes = 0;
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= MOST_PICTURE_BYTES) parts.push(part);
      else parts.length = 0;
    });
    stream.once('error', done);
    stream.once('end', () => done(null, { size: bytes, buffer: Buffer.concat(parts) }));
  },
  _removeFile: (_req, _file, done) => done(null),
};

const limits = {
  files: 1,
  fileSize: MOST_BODY_BYTES,
  fields: 100,
  parts: 101,
  fieldSize: 100_000,
  fieldNameSize: 100,
  fieldNestingDepth: 0,
};
const readParts = multer({ storage: memory, limits }).fields([
  { name: 'picture', maxCount: 1 },
  { name: 'captions', maxCount: 1 },
]);

/** Enough for a busy evening, not for filling a disk. */
const pictures = rateLimit({ name: 'pictures', tries: 100, minutes: 60 });

const reading = new Map<number, number>();

/** Reads forms with a picture, which only those who have logged in may send; at most two of an account at once. */
const readForm: RequestHandler = (req, res, next) => {
  if (!req.is('multipart/form-data')) return next();
  const { id } = accountOf(res);
  if (Number(req.headers['content-length'] ?? 0) > MOST_BODY_BYTES) {
    res.set('Connection', 'close');
    throw new TooLarge();
  }
  const others = reading.get(id) ?? 0;
  if (others >= MOST_AT_ONCE) throw new TooManyRequests(60);
  reading.set(id, others + 1);
  res.once('close', () => release(id));
  readParts(req, res, (error?: unknown) => next(error && refusalOf(error)));
};

function release(id: number): void {
  const rest = (reading.get(id) ?? 1) - 1;
  if (rest > 0) reading.set(id, rest);
  else reading.delete(id);
}

/** What breaks other limits, or breaks off, was made by no page of ours. */
const refusalOf = (error: unknown): DomainError =>
  error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE' ? new TooLarge() : new DomainError(400, 'bad_request');

const countPicture: RequestHandler = async (req, res, next) => {
  if (fileOf(req, 'picture') ?? fileOf(req, 'captions')) await pictures.take(String(accountOf(res).id));
  next();
};

export const uploads = [readForm, countPicture];

function fileOf(req: Request, name: string): Express.Multer.File | undefined {
  const files = req.files as Record<string, Express.Multer.File[]> | undefined;
  return files?.[name]?.[0];
}

/** The captions that came with a form, or null where no file was chosen. */
export function captionsOf(req: Request): CaptionsFile | null {
  const file = fileOf(req, 'captions');
  return file ? { bytes: file.buffer, size: file.size } : null;
}

/**
 * The picture that came with a form, or null.
 * @throws RefusedPicture if it weighs too much
 */
export function pictureOf(req: Request): Buffer | null {
  const file = fileOf(req, 'picture');
  if (!file) return null;
  if (file.size > MOST_PICTURE_BYTES) throw new RefusedPicture('too_large');
  return file.buffer;
}

/**
 * What a form says of its picture, by the fields `picture` and `remove_picture`.
 * @throws RefusedPicture if the new one weighs too much
 */
export const pictureChangeOf = (req: Request): PictureChange => ({
  picture: pictureOf(req),
  isRemoved: Boolean((req.body as Record<string, unknown> | undefined)?.['remove_picture']),
});
