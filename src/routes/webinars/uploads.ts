import express, { Router } from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { DomainError, NotFound } from '../../errors.ts';
import { entryOf } from '../../policies/webinars.ts';
import { BroadcastSecret, SegmentQuery } from '../../schemas/webinars.ts';
import { SegmentGap, openEpoch, storeSegment } from '../../services/webinars/broadcast.ts';
import { assertRoomToStore } from '../../services/webinars/space.ts';
import { findVisit } from '../../services/webinars/viewers.ts';
import { passedAsHost } from './passed.ts';

/**
 * What the host's page sends. Only it knows the secret of its epoch, which it sends in a header that no form and no page of another site can
 * set; that its browser belongs to a host says the signed pass of the room.
 */
export const webinarUploads = Router();

const HEADER = 'X-Broadcast-Secret';
const LARGEST = '8mb';
const body = express.raw({ type: () => true, limit: LARGEST });
/** It has the names of what is in the pieces and no picture: those of browsers take one or two kilobytes. */
const initBody = express.raw({ type: () => true, limit: '64kb' });

/** More are not on air at once: what is remembered of them is bounded. */
const MOST_HOSTS = 1000;

/** After an outage the host catches up, but not faster than this. */
const MOST_PER_SECOND = 30;

webinarUploads.put('/webinars/:id/epochs', hostsOnly, initBody, async (req, res) => {
  const { eventId, secret } = await hostOf(req);
  await assertRoomToStore();
  const isRehearsal = req.query['rehearsal'] === '1';
  const accountId = await hostIdOf(eventId, res);
  res.json(await openEpoch(eventId, { accountId, secret, isRehearsal }, bytesOf(req)));
});

webinarUploads.put('/webinars/:id/epochs/:epoch/segments/:seq', noteArrival, hostsOnly, body, async (req, res) => {
  const { eventId, secret } = await hostOf(req);
  const query = SegmentQuery.safeParse({ ...req.query, ...req.params });
  if (!query.success) throw new DomainError(400, 'bad_request');
  slowDown(secret);
  await assertRoomToStore();
  try {
    await storeSegment(eventId, secret, { ...query.data, at: byOurClock(secret, query.data, res) }, bytesOf(req));
  } catch (error) {
    if (!(error instanceof SegmentGap)) throw error;
    return void res.status(409).json({ expected: error.expected });
  }
  res.status(204).end();
});

/** The host's page measures how fast its line is; what it sends for that is kept nowhere. */
webinarUploads.put('/webinars/:id/uplink', hostsOnly, body, async (req, res) => {
  bytesOf(req);
  res.status(204).end();
});

/** Before the body, which takes long on a slow line. */
function noteArrival(...[, res, next]: Parameters<RequestHandler>): void {
  res.locals['arrivedAt'] = Date.now();
  next();
}

/** Before the body: megabytes of strangers are not read. */
async function hostsOnly(...[req, , next]: Parameters<RequestHandler>): Promise<void> {
  await hostOf(req);
  next();
}

/** By more than that no piece is late: the host's clock was put right. */
const CLOCK_STEP_MS = 10_000;

/** By how much our clock is ahead of each host's. */
const leads = new Map<string, number>();

/**
 * The chat is kept by our clock, and the host's may be off by minutes. What took least time to arrive tells best by how much: a piece that
 * was on its way while the server was busy came late.
 */
function byOurClock(secret: string, { at, sent }: { at: number; sent?: number | undefined }, res: Response): Date {
  const arrivedAt = res.locals['arrivedAt'] as number;
  const seen = sent === undefined ? 0 : arrivedAt - sent;
  const known = leads.get(secret) ?? seen;
  const lead = seen - known < CLOCK_STEP_MS ? Math.min(known, seen) : seen;
  if (leads.size > MOST_HOSTS) leads.clear();
  leads.set(secret, lead);
  return new Date(Math.min(arrivedAt, at + lead));
}

/** @throws NotFound for whoever is no host of the room or does not say the secret */
async function hostOf(req: Request): Promise<{ eventId: number; secret: string }> {
  const { room } = await passedAsHost(req);
  const secret = BroadcastSecret.safeParse(req.get(HEADER));
  if (!secret.success) throw new NotFound();
  return { eventId: room.eventId, secret: secret.data };
}

/** @throws NotFound if the host has logged out meanwhile, or is one no more */
async function hostIdOf(eventId: number, res: Response): Promise<number> {
  const { account } = res.locals;
  const visit = account && (await findVisit(eventId, { account }));
  if (!visit || entryOf(account, visit) !== 'host') throw new NotFound();
  return account.id;
}

/** @throws DomainError for a request without a body */
function bytesOf(req: Request): Buffer {
  if (!Buffer.isBuffer(req.body) || req.body.length === 0) throw new DomainError(400, 'bad_request');
  return req.body;
}

const counts = new Map<string, { second: number; pieces: number }>();

/** @throws DomainError with 429 for more pieces in a second than anybody can have recorded */
function slowDown(secret: string): void {
  const second = Math.floor(Date.now() / 1000);
  const known = counts.get(secret);
  const pieces = known?.second === second ? known.pieces + 1 : 1;
  if (counts.size > MOST_HOSTS) counts.clear();
  counts.set(secret, { second, pieces });
  if (pieces > MOST_PER_SECOND) throw new DomainError(429, 'too_many_requests', { count: 1 });
}

/** A script reads these answers, not a person. */
const refusal: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof DomainError)) return next(error);
  res.status(error.status).json({ code: error.code, ...error.params });
};
webinarUploads.use(refusal);
