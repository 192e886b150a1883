import { Router } from 'express';
import { pipeline } from 'node:stream/promises';
import { isPictureType, pictureTypes } from '../policies/media.ts';
import { findPictureFile } from '../services/media/read.ts';

/** Uploaded pictures. What lies at an address never changes, and the id in it cannot be guessed, so nobody is asked who they are. */
export const media = Router();

media.get('/media/:id/:name', async (req, res, next) => {
  const [, width = '', type = ''] = /^(\d{2,4})\.([a-z]{3,4})$/.exec(req.params.name) ?? [];
  const file = isPictureType(type) ? await findPictureFile(req.params.id, `${width}.${type}`) : null;
  if (!file || !isPictureType(type)) return next();
  res.set({
    'Cache-Control': 'public, max-age=31536000, immutable, no-transform',
    'Content-Type': pictureTypes[type],
    'Content-Length': String(file.bytes),
  });
  if (req.method === 'HEAD') res.end();
  else await pipeline(file.stream(), res);
});
