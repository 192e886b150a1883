import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Report {
  totalCruised: number;
  /** Each as «rule: from → to». */
  broken: string[];
}

interface Output {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

/** Runs the same check as `npm run check:arrows` on a folder that has a src. */
function cruise(folder: string): Promise<Report> {
  const command = [join(root, 'node_modules/.bin/depcruise'), 'src', '--config', join(root, '.dependency-cruiser.mjs'), '-T', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: folder, maxBuffer: 100_000_000 }, (error, stdout, stderr) => {
      if (!stdout) return reject(new Error(stderr, { cause: error }));
      const { totalCruised, violations } = (JSON.parse(stdout) as Output).summary;
      resolve({
        totalCruised,
        broken: violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to.replace(/^.*(?=node_modules)/, '')}`),
      });
    });
  });
}

const planted: string[] = [];
afterEach(async () => {
  await Promise.all(planted.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A folder with these files, which finds the packages that are installed here. */
async function plant(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'arrows-'));
  planted.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

const sound = {
  'package.json': JSON.stringify({ type: 'module', dependencies: { express: '*' }, devDependencies: { yaml: '*' } }),
  'src/adapters/mailbox.ts': 'export const mailbox = 1;',
  'src/adapters/smtp.ts': "import { mailbox } from './mailbox.ts';\nexport const smtp = mailbox;",
  'src/app.ts': "import { events } from './routes/events.ts';\nexport const app = events;",
  'src/db.ts': 'export const db = 1;',
  'src/jobs/remind.ts': "import { getEvent } from '../services/events.ts';\nexport const remind = getEvent;",
  'src/middleware/session.ts': "import { getEvent } from '../services/events.ts';\nexport const session = getEvent;",
  'src/policies/events.ts': 'export const canEditEvent = () => true;',
  'src/presenters/events.ts': "import { price } from '../formats/money.ts';\nexport const shown = price;",
  'src/formats/money.ts': 'export const price = 1;',
  'src/routes/events.ts': "import 'express';\nimport { getEvent } from '../services/events.ts';\nexport const events = getEvent;",
  'src/schemas/events.ts': 'export const EventForm = {};',
  'src/services/events.ts': "import { db } from '../db.ts';\nexport const getEvent = () => db;",
};

const wrong: { file: string; text: string; reported: string }[] = [
  { file: 'routes/a.ts', text: "import '../db.ts';", reported: 'routes-ask-services: src/routes/a.ts → src/db.ts' },
  { file: 'routes/b.ts', text: "import '../app.ts';", reported: 'nobody-loads-the-outermost: src/routes/b.ts → src/app.ts' },
  {
    file: 'services/c.ts',
    text: "import 'express';",
    reported: 'services-know-no-http: src/services/c.ts → node_modules/express/index.js',
  },
  {
    file: 'services/d.ts',
    text: "import '../routes/events.ts';",
    reported: 'services-know-no-http: src/services/d.ts → src/routes/events.ts',
  },
  {
    file: 'services/e.ts',
    text: "import '../schemas/events.ts';",
    reported: 'services-read-no-forms: src/services/e.ts → src/schemas/events.ts',
  },
  {
    file: 'services/f.ts',
    text: "import '../jobs/remind.ts';",
    reported: 'services-do-not-call-up: src/services/f.ts → src/jobs/remind.ts',
  },
  {
    file: 'jobs/g.ts',
    text: "import '../middleware/session.ts';",
    reported: 'services-know-no-http: src/jobs/g.ts → src/middleware/session.ts',
  },
  {
    file: 'schemas/h.ts',
    text: "import '../services/events.ts';",
    reported: 'pure-layers-stay-pure: src/schemas/h.ts → src/services/events.ts',
  },
  { file: 'policies/i.ts', text: "import '../db.ts';", reported: 'pure-layers-stay-pure: src/policies/i.ts → src/db.ts' },
  {
    file: 'presenters/j.ts',
    text: "export const j = () => import('../db.ts');",
    reported: 'pure-layers-stay-pure: src/presenters/j.ts → src/db.ts',
  },
  { file: 'formats/k.ts', text: "export { db } from '../db.ts';", reported: 'pure-layers-stay-pure: src/formats/k.ts → src/db.ts' },
  {
    file: 'formats/l.ts',
    text: "import '../policies/events.ts';",
    reported: 'formats-know-no-feature: src/formats/l.ts → src/policies/events.ts',
  },
  { file: 'live/m.ts', text: "import type { db } from '../db.ts';", reported: 'pure-layers-stay-pure: src/live/m.ts → src/db.ts' },
  {
    file: 'adapters/n.ts',
    text: "import '../services/events.ts';",
    reported: 'adapters-know-no-feature: src/adapters/n.ts → src/services/events.ts',
  },
  {
    file: 'middleware/o.ts',
    text: "import '../routes/events.ts';",
    reported: 'middleware-is-below-routes: src/middleware/o.ts → src/routes/events.ts',
  },
  { file: 'adapters/mailbox.ts', text: "import './smtp.ts';", reported: 'no-cycles: src/adapters/mailbox.ts → src/adapters/smtp.ts' },
  {
    file: 'adapters/p.ts',
    text: "import 'yaml';",
    reported: 'installed-in-production: src/adapters/p.ts → node_modules/yaml/dist/index.js',
  },
  { file: 'adapters/q.ts', text: "import './nowhere.ts';", reported: 'resolvable: src/adapters/q.ts → ./nowhere.ts' },
];

test('every import in src goes the way the layers allow', async () => {
  const { totalCruised, broken } = await cruise(root);

  expect(broken).toEqual([]);
  expect(totalCruised).toBeGreaterThan(100);
});

test('a small sound site has nothing to report', async () => {
  const { totalCruised, broken } = await cruise(await plant(sound));

  expect(broken).toEqual([]);
  expect(totalCruised).toBe(Object.keys(sound).length);
});

test('every planted wrong import is reported, and nothing else', async () => {
  const files = wrong.map(({ file, text }) => [`src/${file}`, text]);
  const { broken } = await cruise(await plant({ ...sound, ...Object.fromEntries(files) }));

  expect(broken.toSorted()).toEqual(wrong.map(({ reported }) => reported).toSorted());
});
