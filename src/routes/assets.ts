import type { Request, RequestHandler, Response } from 'express';
import { loadAssets } from '../assets.ts';
import type { Asset } from '../assets.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/** Stylesheet, fonts, icons, scripts and pictures, before anything that asks who is asking; views get their addresses. */
export function assets(): RequestHandler {
  const files = loadAssets();
  return (req, res, next) => {
    res.locals.asset = files.url;
    const asset = req.method === 'GET' || req.method === 'HEAD' ? files.find(req.path) : null;
    if (asset) sendAsset(req, res, asset);
    else next();
  };
}

function sendAsset(req: Request, res: Response, asset: Asset): void {
  const encoding = req.acceptsEncodings('br', 'gzip');
  const encoded = encoding === 'br' || encoding === 'gzip' ? asset.encoded(encoding) : null;
  if (encoded) res.set('Content-Encoding', String(encoding));
  res.vary('Accept-Encoding');
  res.set({ 'Content-Type': asset.type, 'Cache-Control': asset.isImmutable ? FOR_EVER : FOR_AN_HOUR });
  res.send(encoded ?? asset.body);
}
