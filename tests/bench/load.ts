import { Agent, get } from 'node:http';

export interface Load {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/**
 * Keeps `width` calls going for so many seconds and counts how many finish.
 * @throws the first error of a call
 */
export async function load(call: (n: number) => Promise<unknown>, { seconds, width }: { seconds: number; width: number }): Promise<Load> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  let n = 0;
  const line = async () => {
    while (performance.now() < end) {
      const started = performance.now();
      await call(n++);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: width }, line));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)]!;
  return { perSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * Reads a page to its end.
 * @throws Error if it does not answer 200
 */
export function fetchPage(url: string, cookie = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { 'accept-language': 'ru', cookie } }, (reply) => {
      reply.resume();
      reply.once('end', () => (reply.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${reply.statusCode}`))));
    });
    request.once('error', reject);
  });
}

/** Lets the contenders take turns, so that a busy moment of the machine hits all of them; the median of the rounds counts. */
export async function takeTurns(contenders: Record<string, () => Promise<Load>>, rounds: number): Promise<Record<string, Load>> {
  const results: Record<string, Load[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(contenders)) (results[name] ??= []).push(await run());
  }
  return Object.fromEntries(Object.entries(results).map(([name, loads]) => [name, median(loads)]));
}

const median = (loads: Load[]) => loads.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(loads.length / 2)]!;
