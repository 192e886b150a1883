import { setTimeout as wait } from 'node:timers/promises';

/** Waits until a number has grown and then stands still for a while. */
export async function settled(value: () => number): Promise<number> {
  for (;;) {
    const before = value();
    await wait(100);
    if (before > 0 && value() === before) return before;
  }
}
