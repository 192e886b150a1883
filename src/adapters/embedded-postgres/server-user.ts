import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Whom PostgreSQL runs as: it refuses to run as root. `undefined` for our own user. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** Our own user, or for root: the owner of the cluster if there is one, else the account `postgres`, else `nobody`. */
export function chooseServerUser(clusterDir: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(clusterDir)) {
    const { uid, gid } = statSync(clusterDir);
    if (uid !== 0) return { uid, gid };
  }
  return lookUp('postgres') ?? lookUp('nobody');
}

function lookUp(name: string): ServerUser | undefined {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Gives a file or an empty directory to the server's user. */
export function giveTo(user: ServerUser | undefined, path: string): void {
  if (user) chownSync(path, user.uid, user.gid);
}

/** The command, its user and its arguments, such that `user` may run it although a parent directory (/root) is closed to it. */
export function runAs(user: ServerUser | undefined, paths: string[], command: string[]): { command: string[]; user?: ServerUser } {
  if (!user) return { command };
  if (process.platform !== 'linux' || paths.every(isOpenToAll)) return { command, user };
  // The last one is for access(2), by which PostgreSQL looks for its own parts.
  const reach = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];
  return { command: ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...reach, ...command] };
}

function isOpenToAll(path: string): boolean {
  const parent = dirname(resolve(path));
  return parent === resolve(path) || ((statSync(parent).mode & 0o001) !== 0 && isOpenToAll(parent));
}
