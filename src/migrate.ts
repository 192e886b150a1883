import { lastDatabaseUrl } from './adapters/embedded-postgres/index.ts';
import { applyMigrations } from './adapters/migrations.ts';
import { config } from './config.ts';

// npm run migrate: for a database of one's own, before several processes start on it; npm start does it by itself.

const databaseUrl = config.databaseUrl ?? lastDatabaseUrl(config.dataDir);
if (!databaseUrl) {
  console.error('Set DATABASE_URL, or run npm start: it makes a database and migrates it.');
  process.exit(1);
}
const applied = await applyMigrations(databaseUrl);
console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to apply.');
