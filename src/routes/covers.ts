import { Router } from 'express';
import { coverSvg } from '../formats/covers/index.ts';
import { motifs } from '../formats/covers/motifs/index.ts';

/** Covers of events: drawn from the address alone, so nobody is asked who they are, no event is looked up and none can be found out. */
export const covers = Router();

covers.get('/covers/:name.svg', (req, res, next) => {
  const [, motif = '', key = ''] = /^([a-z-]+)-(\d{1,10})$/.exec(req.params.name) ?? [];
  if (!Object.hasOwn(motifs, motif)) return next();
  res.set('Cache-Control', 'public, max-age=31536000, immutable');
  res.type('image/svg+xml').send(coverSvg(motif, key));
});
