import { lastDatabaseUrl } from './adapters/embedded-postgres/index.ts';
import { config } from './config.ts';

// npm run demo:seed: the examples, for an empty site that is running or has a DATABASE_URL.

function refuse(reason: string): never {
  console.error(reason);
  process.exit(1);
}

config.databaseUrl ??= lastDatabaseUrl(config.dataDir);
if (config.isProduction) refuse('Examples are never loaded in production.');
if (!config.databaseUrl) refuse('Start the site first (npm start), or set DATABASE_URL.');

const { closeDatabase } = await import('./db.ts');
const { DEMO_PASSWORD, isEmptyDatabase, loadDemoData } = await import('./services/demo/index.ts');
try {
  if (!(await isEmptyDatabase())) refuse('The site has accounts already; examples go into an empty one only.');
  await loadDemoData();
  console.log(`Loaded. Log in as organizer@example.org, participant@example.org or admin@example.org, password ${DEMO_PASSWORD}.`);
} finally {
  await closeDatabase();
}
