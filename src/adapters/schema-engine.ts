import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SqlQuery } from '@prisma/driver-adapter-utils';
import { SchemaEngine, __wbg_set_wasm } from '@prisma/schema-engine-wasm/schema_engine_bg';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { DatabaseError, Pool } from 'pg';

// PostgreSQL's oids of "char", and of char[], which no query of the engine returns.
const CHAR = 18;
const CHAR_ARRAY = 1002;

/** Prisma's adapter with the two mends without which the engine cannot work on PostgreSQL. */
class EngineAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const pool = adapter.underlyingDriver();
    markCharColumns(pool);
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query: SqlQuery) => {
      const result = await queryRaw(query);
      return {
        ...result,
        columnTypes: result.columnTypes.map((type) => (type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type)),
      };
    };
    adapter.executeScript = (script: string) => executeWhole(pool, script);
    return adapter;
  }
}

/** The adapter knows no "char" and gives up on it: it is shown as char[] and turned back above. */
function markCharColumns(pool: Pool): void {
  const query = pool.query.bind(pool) as unknown as (...args: unknown[]) => Promise<{ fields?: { dataTypeID: number }[] }>;
  const marked = async (...args: unknown[]) => {
    const result = await query(...args);
    for (const field of result.fields ?? []) if (field.dataTypeID === CHAR) field.dataTypeID = CHAR_ARRAY;
    return result;
  };
  Object.assign(pool, { query: marked });
}

/** The adapter cuts scripts at every semicolon, also inside functions; PostgreSQL knows better, and a script is one transaction. */
async function executeWhole(pool: Pool, script: string): Promise<void> {
  try {
    await pool.query(script);
  } catch (error) {
    const { code = '', severity = '', message, detail, column, hint } = error as DatabaseError;
    throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
  }
}

// TypeScript knows it only together with the whole DOM.
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

// The engine leaves its ten seconds for a lock running: they must not keep a finished process alive.
const idleTimers = Object.fromEntries(
  Object.keys(bindings)
    .filter((name) => name.startsWith('__wbg_setTimeout_'))
    .map((name) => [name, (call: () => void, ms: number) => setTimeout(call, ms).unref()]),
);

/** Loaded by hand: importing the package's WebAssembly as a module prints a warning on each start. */
async function loadEngine(): Promise<void> {
  const wasm = await readFile(
    createRequire(import.meta.url)
      .resolve('@prisma/schema-engine-wasm')
      .replace('.js', '_bg.wasm'),
  );
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': { ...bindings, ...idleTimers } });
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: throwPanic } });
  __wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

function throwPanic(message: string): never {
  throw new Error(`Prisma's schema engine: ${message}`);
}

let loading: Promise<void> | undefined;

/** Runs Prisma's schema engine on a database. It is the WebAssembly one out of npm: the native one would have to be downloaded. */
export async function withSchemaEngine<Result>(databaseUrl: string, use: (engine: SchemaEngine) => Promise<Result>): Promise<Result> {
  await (loading ??= loadEngine());
  const pools: Pool[] = [];
  class OneConnection extends EngineAdapter {
    override async connect() {
      const adapter = await super.connect();
      pools.push(adapter.underlyingDriver());
      return adapter;
    }
  }
  const factory = bindMigrationAwareSqlAdapterFactory(new OneConnection({ connectionString: databaseUrl, max: 1 }));
  try {
    return await use(await SchemaEngine.new({ datamodels: undefined }, () => {}, factory));
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
