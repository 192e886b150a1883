import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

// Generating needs no engine, but the command line insists on one and would download it. Any program satisfies it.
const offline = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const { status } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], { stdio: 'inherit', env: { ...offline, ...process.env } });
process.exit(status ?? 1);
