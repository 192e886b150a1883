import { Router } from 'express';
import { isDatabaseReady } from '../services/health.ts';

export const health = Router();

health.get('/healthz', (_req, res) => {
  res.type('text/plain').send('ok');
});

health.get('/readyz', async (_req, res) => {
  const ready = await isDatabaseReady();
  res
    .status(ready ? 200 : 503)
    .type('text/plain')
    .send(ready ? 'ok' : 'no database');
});
