import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config.ts';
import { root } from '../support/sources.ts';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const { services, volumes } = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: object };
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

const required = /\$\{([A-Z_]+):\?([^}]*)\}/g;

/** A value as Compose makes it from these variables. */
function interpolate(value: string, variables: Record<string, string>): string {
  return value
    .replace(required, (_all, name: string) => variables[name] ?? '')
    .replace(/\$\{([A-Z0-9_]+):-([^}]*)\}/g, (_all, name: string, otherwise: string) => variables[name] ?? otherwise);
}

test('Compose runs PostgreSQL 18, the web, the worker, the migrations and a mailbox', () => {
  expect(Object.keys(services).toSorted()).toEqual(['mailpit', 'migrate', 'postgres', 'web', 'worker']);
  expect(services['postgres']!.image).toBe('postgres:18');
  expect(services['mailpit']!.image).toMatch(/^axllent\/mailpit:/);
  expect(services['web']!.command).toEqual(['node', 'src/server.ts']);
  expect(services['worker']!.command).toEqual(['node', 'src/worker.ts']);
  expect(services['migrate']!.command).toEqual(['node', 'src/migrate.ts']);
});

test('what the containers run exists and comes into the image', () => {
  const ours = [services['web']!, services['worker']!, services['migrate']!];

  expect(ours.map((service) => service.build)).toEqual(['.', '.', '.']);
  expect(ours.map((service) => existsSync(join(root, service.command![1]!)))).toEqual([true, true, true]);
  for (const folder of ['prisma', 'public', 'src', 'views']) expect(dockerfile).toContain(`COPY ${folder} ./${folder}`);
});

test('every service that keeps running is watched by a health check', () => {
  const { migrate: _runsOnce, ...running } = services;

  expect(Object.entries(running).filter(([, service]) => !service.healthcheck)).toEqual([]);
});

test('web and worker wait for a healthy PostgreSQL and for the migrations', () => {
  const both = { postgres: { condition: 'service_healthy' }, migrate: { condition: 'service_completed_successfully' } };

  expect(services['web']!.depends_on).toEqual(both);
  expect(services['worker']!.depends_on).toEqual(both);
  expect(services['migrate']!.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
});

test('the data of PostgreSQL is on a named volume where version 18 keeps it', () => {
  expect(Object.keys(volumes)).toContain('postgres');
  expect(services['postgres']!.volumes).toEqual(['postgres:/var/lib/postgresql']);
});

test('web and worker see the same files', () => {
  expect(Object.keys(volumes)).toContain('files');
  expect([services['web']!.volumes, services['worker']!.volumes]).toEqual([['files:/data'], ['files:/data']]);
  expect(dockerfile).toContain('DATA_DIR=/data');
});

test('what is optional of a package comes into the image: without it no picture could be read', () => {
  expect(dockerfile).not.toContain('--omit=optional');
});

test('no secret is baked in: each comes from outside, and without those that are needed nothing starts', () => {
  const names = [...text.matchAll(required)].map(([, name]) => name);

  expect(new Set(names)).toEqual(new Set(['BASE_URL', 'POSTGRES_PASSWORD', 'SESSION_SECRET']));
  expect(text).not.toMatch(/(PASSWORD|SECRET|TOKEN|KEY): (?!\$\{[A-Z0-9_]+:(\?|-\}))/);
  expect(dockerfile).not.toMatch(/PASSWORD|SECRET|TOKEN/);
});

test('PostgreSQL and the mailbox cannot be reached from other machines', () => {
  expect(services['postgres']!.ports).toBeUndefined();
  expect(services['mailpit']!.ports!.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
});

test('the settings of the containers are settings of ours, and right', () => {
  const variables = { POSTGRES_PASSWORD: 'abc123', SESSION_SECRET: 'x'.repeat(32), BASE_URL: 'https://events.example.org' };
  const env = Object.entries(services['web']!.environment!).map(([name, value]) => [name, interpolate(value, variables)]);

  expect(parseConfig(Object.fromEntries(env) as Record<string, string>)).toMatchObject({
    isProduction: true,
    databaseUrl: 'postgres://tochka_sbora:abc123@postgres:5432/tochka_sbora',
    baseUrl: 'https://events.example.org',
    smtpUrl: 'smtp://mailpit:1025',
  });
  expect(services['worker']!.environment).toEqual(services['web']!.environment);
});
