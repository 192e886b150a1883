import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { expect, test, vi } from 'vitest';
import { logger } from '../../../src/logger.ts';
import { requestLog } from '../../../src/middleware/request-log.ts';

test.each([
  ['/r/0b1c', '/r/…'],
  ['/R/0b1c/cancellation', '/R/…/cancellation'],
  ['/password/reset/s3cret', '/password/reset/…'],
  ['/Account/Confirm/s3cret', '/Account/Confirm/…'],
  ['/reports/stop/s3cret', '/reports/stop/…'],
  ['/stop/s3cret/group-7', '/stop/…/group-7'],
  ['/events/7/register', '/events/7/register'],
])('%s is logged as %s', (path, logged) => {
  const info = vi.spyOn(logger, 'info').mockReturnValue(undefined);
  const res = Object.assign(new EventEmitter(), { locals: {}, statusCode: 200, writableFinished: true });

  requestLog({ method: 'GET', path } as Request, res as unknown as Response, () => {});
  res.emit('close');

  expect(info).toHaveBeenLastCalledWith(expect.objectContaining({ event: 'request', path: logged }));
});
