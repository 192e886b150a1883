import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { database } from './cluster.ts';

export interface Address {
  port: number;
  password: string;
}

const addressFile = (dataDir: string) => join(dataDir, 'database-url');

export const newPassword = () => randomBytes(24).toString('hex');

export const urlOf = ({ port, password }: Address) => `postgres://${database}:${password}@127.0.0.1:${port}/${database}`;

/** The URL of the embedded database as it was used last, for tools that work beside us; `undefined` before the first start. */
export function lastDatabaseUrl(dataDir: string): string | undefined {
  try {
    return readFileSync(addressFile(dataDir), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Port and password used last, if the file is there and says so. */
export function lastAddress(dataDir: string): Address | undefined {
  const url = URL.parse(lastDatabaseUrl(dataDir) ?? '');
  return url?.password && url.port ? { port: Number(url.port), password: url.password } : undefined;
}

export async function rememberAddress(dataDir: string, address: Address): Promise<void> {
  await writeFile(addressFile(dataDir), `${urlOf(address)}\n`, { mode: 0o600 });
}

/** The preferred port of 127.0.0.1 if nobody listens there, else any free one. */
export async function freePort(preferred = 0): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? preferred;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });
}
