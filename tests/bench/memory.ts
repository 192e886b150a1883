import { readFileSync } from 'node:fs';

const MEGABYTE = 1024;
const LOOK_AGAIN_MS = 20;

/** The memory that a process holds right now, in MB. */
export const memoryOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / MEGABYTE;

/** By how many MB a process grew, at most, while something was done. */
export async function growthDuring(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = memoryOf(pid);
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), LOOK_AGAIN_MS);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return peak - before;
}
