import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Mp4Answer } from './process.ts';
import type { Mp4Order } from './work.ts';

/** Hours of pictures take a minute or two; whatever takes longer than this hangs. */
const PATIENCE_MS = 30 * 60_000;

/**
 * Makes an mp4 in a process of its own, so that hours of pictures take neither the time nor the memory of the pages; says how many bytes
 * it has.
 * @throws Error if it cannot be made, with the reason
 */
export async function makeMp4(order: Mp4Order): Promise<number> {
  const child = fork(fileURLToPath(new URL('process.ts', import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  child.send(order);
  const answer = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [])])) as [Mp4Answer?];
  if (!answer[0]) throw new Error('The process that makes an mp4 ended before its work');
  if ('failed' in answer[0]) throw new Error(answer[0].failed);
  return answer[0].bytes;
}
