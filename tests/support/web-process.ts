import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface WebProcess {
  url: string;
  /** What it was started as. */
  process: ChildProcess;
  /** Ends it; gives how long that took. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | string; seconds: number }>;
}

/** A web process beside that of the test, over the same database and files, as a large site has several. */
export async function startWebProcess(settings: Record<string, string> = {}): Promise<WebProcess> {
  const env = { ...process.env, PORT: '0', LOG_LEVEL: 'info', ...settings };
  const child = spawn(process.execPath, ['src/server.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const { event, port: own } = JSON.parse(line) as { event: string; port: number };
      if (event === 'server.started') resolve(own);
    });
    void exited.then(() => reject(new Error('The web process ended before it listened.')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    async stop(signal = 'SIGTERM') {
      const since = performance.now();
      child.kill(signal);
      return { code: await exited, seconds: (performance.now() - since) / 1000 };
    },
  };
}
