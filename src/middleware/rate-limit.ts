import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Request } from 'express';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { config } from '../config.ts';
import { pool } from '../db.ts';
import { TooManyRequests } from '../errors.ts';

/** Counts tries in PostgreSQL, so that a limit holds over all processes and restarts. Who tried is told by any number of words. */
export interface RateLimit {
  /** @throws TooManyRequests once there are none left */
  take(...who: string[]): Promise<void>;
  /** Takes one try back: it was not what the limit is against. */
  giveBack(...who: string[]): Promise<void>;
  /** Starts counting anew. */
  reset(...who: string[]): Promise<void>;
}

interface Allowance {
  name: string;
  tries: number;
  minutes: number;
}

const without: RateLimit = { take: async () => {}, giveBack: async () => {}, reset: async () => {} };

/** `tries` in `minutes` from the first one on; counted before the work is done, so that a burst gets no more than that either. */
export function rateLimit({ name, tries, minutes }: Allowance): RateLimit {
  if (!config.rateLimit) return without;
  const store = { storeClient: pool, tableName: 'rate_limits', tableCreated: true };
  const limiter = new RateLimiterPostgres({ ...store, keyPrefix: name, points: tries, duration: minutes * 60 });
  return {
    take: async (...who) => void (await limiter.consume(keyOf(who)).catch(refuse)),
    giveBack: async (...who) => void (await limiter.reward(keyOf(who))),
    reset: async (...who) => void (await limiter.delete(keyOf(who))),
  };
}

function refuse(reason: unknown): never {
  throw reason instanceof RateLimiterRes ? new TooManyRequests(reason.msBeforeNext / 1000) : reason;
}

/** Of one length, and no list of addresses for whoever reads the table. */
const keyOf = (who: string[]) => createHash('sha256').update(who.join('\n').toLowerCase()).digest('base64url');

/** Where a request comes from: an IPv4 address, or the /64 of an IPv6 one, which is all one customer's. */
export function networkOf(req: Request): string {
  const ip = (req.ip ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  return isIPv6(ip) ? firstGroups(ip, 4).join(':') : ip;
}

function firstGroups(ip: string, count: number): string[] {
  const [left = [], right = []] = ip.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, count);
}
