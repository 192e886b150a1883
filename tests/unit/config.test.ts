import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { root } from '../support/sources.ts';

const secret = 'thirty-two characters at the least';

/** The complaint about these settings. */
function complaint(env: Record<string, string>): string {
  try {
    parseConfig(env);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a laptop needs no settings', () => {
  expect(parseConfig({})).toMatchObject({
    isProduction: false,
    port: 3000,
    baseUrl: 'http://localhost:3000',
    trustProxy: 'loopback',
    dataDir: '.data',
    databaseUrl: undefined,
    smtpUrl: undefined,
    currency: 'RUB',
    defaultLocale: 'ru',
    webConcurrency: 1,
    rateLimit: true,
  });
});

test('an address without a setting of its own follows the port', () => {
  expect(parseConfig({ PORT: '8080' }).baseUrl).toBe('http://localhost:8080');
});

test('a slash at the end of the address is dropped, links add their own', () => {
  expect(parseConfig({ BASE_URL: 'https://events.example.org/' }).baseUrl).toBe('https://events.example.org');
});

test('proxies are named by addresses, networks or words', () => {
  for (const trustProxy of ['10.1.2.3', '10.0.0.0/8, fd00::/8', 'loopback, uniquelocal']) {
    expect(parseConfig({ TRUST_PROXY: trustProxy }).trustProxy).toBe(trustProxy);
  }
});

test('a setting that is there but empty counts as not there', () => {
  const empty = { BASE_URL: '', DATABASE_URL: '', SESSION_SECRET: '', SMTP_URL: '', TRUST_PROXY: '' };

  expect(parseConfig(empty)).toEqual(parseConfig({}));
});

test('a key to a bucket is whole or not there', () => {
  expect(complaint({ S3_BUCKET: 'media', S3_ACCESS_KEY_ID: 'id' })).toContain('S3_SECRET_ACCESS_KEY');
  expect(parseConfig({ S3_BUCKET: 'media', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' }).s3).toEqual({
    bucket: 'media',
    endpoint: undefined,
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  expect(parseConfig({}).s3).toBeUndefined();
});

describe('in production', () => {
  test('a session secret is required', () => {
    expect(complaint({ NODE_ENV: 'production' })).toContain('SESSION_SECRET: required in production');
    expect(parseConfig({ NODE_ENV: 'production', SESSION_SECRET: secret }).isProduction).toBe(true);
  });

  test('rate limits cannot be off', () => {
    expect(complaint({ NODE_ENV: 'production', SESSION_SECRET: secret, RATE_LIMIT: 'off' })).toContain('RATE_LIMIT');
    expect(parseConfig({ RATE_LIMIT: 'off' }).rateLimit).toBe(false);
  });
});

test.each([
  ['PORT', 'abc'],
  ['PORT', '65536'],
  ['BASE_URL', 'events.example.org'],
  ['BASE_URL', 'ftp://events.example.org'],
  ['TRUST_PROXY', 'everybody'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', 'loopback,'],
  ['DATA_DIR', ''],
  ['DATABASE_URL', 'mysql://localhost/tochka'],
  ['SESSION_SECRET', 'short'],
  ['SMTP_URL', 'mail.example.org'],
  ['CURRENCY', 'rub'],
  ['DEFAULT_LOCALE', 'de'],
  ['WEB_CONCURRENCY', '0'],
  ['WEB_CONCURRENCY', '1.5'],
  ['RATE_LIMIT', 'no'],
  ['LOG_LEVEL', 'loud'],
  ['NODE_ENV', 'staging'],
])('%s=%s is refused by name', (name, value) => {
  expect(complaint({ [name]: value })).toContain(`${name}: `);
});

test('settings may stand in a file .env, and the environment wins over it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'env-'));
  writeFileSync(join(folder, '.env'), 'PORT=abc\nWEB_CONCURRENCY=0\n');
  const env = { PATH: process.env['PATH'], PORT: '3000' };
  const { stderr } = spawnSync(process.execPath, [join(root, 'src/config.ts')], { env, cwd: folder, encoding: 'utf8' });

  expect(stderr).toContain('WEB_CONCURRENCY: ');
  expect(stderr).not.toContain('PORT: ');
  rmSync(folder, { recursive: true });
});

test('the start stops with one line that names every wrong setting and shows no value of one', () => {
  const env = { PATH: process.env['PATH'], PORT: 'abc', SESSION_SECRET: 'too-short' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/config.ts')], { env, cwd: tmpdir(), encoding: 'utf8' });

  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/PORT: .*SESSION_SECRET: /);
  expect(stderr).not.toContain('too-short');
});
