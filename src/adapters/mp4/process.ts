import { constants, setPriority } from 'node:os';
import { workOut } from './work.ts';
import type { Mp4Order } from './work.ts';

/** What the process tells of its work. */
export type Mp4Answer = { bytes: number } | { failed: string };

// A process of its own that makes one mp4. Whoever asked for it goes first, and when they go it has no use any more.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.once('disconnect', () => process.exit(1));
process.once('message', (order: Mp4Order) => void answer(order));

async function answer(order: Mp4Order): Promise<void> {
  const reply: Mp4Answer = await workOut(order).then(
    (bytes) => ({ bytes }),
    (error: unknown) => ({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send!(reply, () => process.disconnect());
}
