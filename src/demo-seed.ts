import { lastDatabaseUrl } from './adapters/embedded-postgres/index.ts';
import { config } from './config.ts';
import { translator } from './i18n.ts';

// npm run demo:seed: the examples, for an empty site that is running or has a DATABASE_URL. With --large instead an organizer of a size
// that shows how the site bears it, beside whatever is there.

const t = translator(config.defaultLocale);

function refuse(reason: string): never {
  console.error(reason);
  process.exit(1);
}

const options = process.argv.slice(2);
const isLarge = options.join() === '--large';
if (options.length > 0 && !isLarge) refuse(t('demo:usage'));
config.databaseUrl ??= lastDatabaseUrl(config.dataDir);
if (config.isProduction) refuse(t('demo:production'));
if (!config.databaseUrl) refuse(t('demo:no_database'));

const { closeDatabase } = await import('./db.ts');
const { DEMO_PASSWORD: password, isEmptyDatabase, loadDemoData } = await import('./services/demo/index.ts');
try {
  await (isLarge ? loadLarge() : loadSmall());
} finally {
  await closeDatabase();
}

async function loadSmall(): Promise<void> {
  if (!(await isEmptyDatabase())) refuse(t('demo:not_empty'));
  await loadDemoData();
  console.log(t('demo:loaded', { password }));
}

async function loadLarge(): Promise<void> {
  const { LARGE_EMAIL: email, hasLargeData, largeSizes, loadLargeData } = await import('./services/demo/large/index.ts');
  if (await hasLargeData()) refuse(t('demo:large.exists', { email, password }));
  const numbers = new Intl.NumberFormat(config.defaultLocale, { maximumFractionDigits: 0 });
  const sizes = Object.entries(largeSizes).map(([name, size]) => [name, numbers.format(size)]);
  console.log(t('demo:large.begin', { email, ...Object.fromEntries(sizes) }));
  await loadLargeData({
    onProgress: ({ step, rows, seconds }) =>
      console.log(t(`demo:large.${step}`, { rows: numbers.format(rows), seconds: numbers.format(seconds) })),
  });
  console.log(t('demo:large.loaded', { email, password }));
}
