import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

/** Addresses, networks (10.0.0.0/8) or Express's words for them, with commas between. */
const isProxyList = (text: string): boolean =>
  text.split(',').every((part) => {
    const [address = '', bits = '0', ...rest] = part.trim().split('/');
    const isNetwork = isIP(address) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128);
    return rest.length === 0 && (isNetwork || ['loopback', 'linklocal', 'uniquelocal'].includes(part.trim()));
  });

const Environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    BASE_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
    TRUST_PROXY: optional.pipe(z.string().refine(isProxyList, 'addresses or networks with commas between').default('loopback')),
    DATA_DIR: z.string().min(1).default('.data'),
    S3_BUCKET: optional,
    S3_ENDPOINT: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
    S3_REGION: z.string().min(1).default('us-east-1'),
    S3_ACCESS_KEY_ID: optional,
    S3_SECRET_ACCESS_KEY: optional,
    WEBINAR_GB: z.coerce.number().min(0.001).max(100_000).default(20),
    DATABASE_URL: optional.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
    SESSION_SECRET: optional.pipe(z.string().min(32).optional()),
    SMTP_URL: optional.pipe(z.url({ protocol: /^smtps?$/ }).optional()),
    MAIL_FROM: z.string().min(3).default('Точка сбора <no-reply@localhost>'),
    CURRENCY: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three capital letters, as in RUB')
      .default('RUB'),
    DEFAULT_LOCALE: z.enum(['ru', 'en']).default('ru'),
    WEB_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
    RATE_LIMIT: z.enum(['on', 'off']).default('on'),
    ADMIN_PASSWORD: optional,
    LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  })
  .superRefine((env, ctx) => {
    const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (Boolean(env.S3_ACCESS_KEY_ID) !== Boolean(env.S3_SECRET_ACCESS_KEY)) {
      refuse(env.S3_ACCESS_KEY_ID ? 'S3_SECRET_ACCESS_KEY' : 'S3_ACCESS_KEY_ID', 'the identifier and the secret of a key go together');
    }
    if (env.NODE_ENV !== 'production') return;
    if (!env.SESSION_SECRET) refuse('SESSION_SECRET', 'required in production, at least 32 characters');
    if (env.RATE_LIMIT === 'off') refuse('RATE_LIMIT', 'cannot be off in production');
  });

export interface Config {
  isProduction: boolean;
  isTest: boolean;
  port: number;
  /** Where the site is reached from outside, without a slash at the end. */
  baseUrl: string;
  /** Whose X-Forwarded-For is believed. */
  trustProxy: string;
  dataDir: string;
  /** The bucket of files, in place of the folder of data; without keys the machine's own role is taken. */
  s3:
    | {
        bucket: string;
        endpoint: string | undefined;
        region: string;
        credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
      }
    | undefined;
  /** The most that one webinar may take of the file store. */
  webinarBytes: number;
  databaseUrl: string | undefined;
  sessionSecret: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  currency: string;
  defaultLocale: 'ru' | 'en';
  webConcurrency: number;
  rateLimit: boolean;
  /** For `npm run admin:create` where nobody can be asked. */
  adminPassword: string | undefined;
  logLevel: string;
}

/**
 * Reads the settings.
 * @throws Error with one line for each wrong setting
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const result = Environment.safeParse(env);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Wrong settings. ${lines.join('; ')}`);
  }
  const values = result.data;
  return {
    isProduction: values.NODE_ENV === 'production',
    isTest: values.NODE_ENV === 'test',
    port: values.PORT,
    baseUrl: (values.BASE_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ''),
    trustProxy: values.TRUST_PROXY,
    dataDir: values.DATA_DIR,
    webinarBytes: values.WEBINAR_GB * 1e9,
    s3: bucketOf(values),
    databaseUrl: values.DATABASE_URL,
    sessionSecret: values.SESSION_SECRET,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    currency: values.CURRENCY,
    defaultLocale: values.DEFAULT_LOCALE,
    webConcurrency: values.WEB_CONCURRENCY,
    rateLimit: values.RATE_LIMIT === 'on',
    adminPassword: values.ADMIN_PASSWORD,
    logLevel: values.LOG_LEVEL,
  };
}

function bucketOf(values: z.infer<typeof Environment>): Config['s3'] {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_REGION: region, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret } = values;
  return bucket
    ? { bucket, endpoint, region, credentials: id && secret ? { accessKeyId: id, secretAccessKey: secret } : undefined }
    : undefined;
}

function readConfig(): Config {
  try {
    // What the environment says itself wins over the file. Tests take nothing of a developer's.
    if (process.env.NODE_ENV !== 'test' && existsSync('.env')) process.loadEnvFile('.env');
    return parseConfig(process.env);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

export const config = readConfig();
