import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

/**
 * A process for each file would spend more on loading libraries than on tests: they stay loaded from file to file.
 * Our own modules remember things (settings, connections, caches, rooms), so files with a database get them anew: see database-per-file.
 */
const inOneProcess = { isolate: false };

const withDatabase = {
  ...inOneProcess,
  globalSetup: ['tests/support/postgres-global.ts'],
  setupFiles: ['tests/support/database-per-file.ts'],
};

const chromiumSetup = 'tests/support/chromium-global.ts';

const summaryFile = process.env.TEST_SUMMARY;

export default defineConfig({
  test: {
    reporters: summaryFile ? ['default', ['json', { outputFile: summaryFile }]] : ['default'],
    pool: 'forks',
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: 10_000,
    hookTimeout: 30_000,
    env: { BASE_URL: 'http://localhost:3000', LOG_LEVEL: 'silent', SESSION_SECRET: 'a secret that only the tests know, long enough' },
    projects: [
      project('unit', inOneProcess),
      project('integration', { ...withDatabase, testTimeout: 20_000 }),
      project('browser', { ...withDatabase, globalSetup: [...withDatabase.globalSetup, chromiumSetup], testTimeout: 60_000 }),
      project('architecture', { ...inOneProcess, testTimeout: 60_000 }),
    ],
  },
});

function project(name: string, settings: object) {
  return { extends: true as const, test: { name, include: [`tests/${name}/**/*.test.ts`], ...settings } };
}
