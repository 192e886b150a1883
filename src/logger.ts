import { pino } from 'pino';
import { config } from './config.ts';

/** One JSON line per request and per job; no names, addresses or tokens. */
export const logger = pino({ level: config.logLevel, base: undefined });
