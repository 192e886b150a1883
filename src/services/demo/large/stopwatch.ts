export type LargeStep = 'plan' | 'events' | 'visitors' | 'registrations' | 'expenses' | 'vacuum';

/** Told after every part of a step; `rows` are those of the step so far, `seconds` those since the beginning. */
export type OnProgress = (progress: { step: LargeStep; rows: number; seconds: number }) => void;

export interface Stopwatch {
  /** What each step took so far. */
  seconds: Record<LargeStep, number>;
  /** Says that the time since the last call went into this step. */
  done(step: LargeStep, rows?: number): void;
}

export function stopwatch(onProgress: OnProgress = () => {}): Stopwatch {
  const begun = performance.now();
  let last = begun;
  const seconds = { plan: 0, events: 0, visitors: 0, registrations: 0, expenses: 0, vacuum: 0 };
  return {
    seconds,
    done(step, rows = 0) {
      const now = performance.now();
      seconds[step] += (now - last) / 1000;
      last = now;
      onProgress({ step, rows, seconds: (now - begun) / 1000 });
    },
  };
}
