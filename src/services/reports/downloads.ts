import { setTimeout as wait } from 'node:timers/promises';
import { db } from '../../db.ts';
import { DomainError, NotFound } from '../../errors.ts';

/** So many files of one account are made at once; the next ones wait in line. */
const AT_ONCE = 2;
/** Those being made and those waiting. */
const MOST_OF_AN_ACCOUNT = 12;
/** Proxies and browsers give up on an answer that does not begin; better to say what holds it up. */
const PATIENCE_MS = 50_000;
const LOOK_AGAIN_MS = 400;
const SIGN_OF_LIFE_MS = 2000;
/** A row without a sign of life for so long is of a process that is no more. */
const LOST_SECONDS = 15;

/** A file that is being made, or waits for its turn if it has not been started. */
export interface Download {
  id: number;
  title: string;
  createdAt: Date;
  startedAt: Date | null;
}

/** Thrown when its owner cancelled a download. */
export class DownloadCancelled extends Error {}

/** Thrown when files made before take too long, or too many are wanted at once; trying again in a minute makes sense. */
export class DownloadsBusy extends DomainError {
  constructor(code: 'downloads_waited' | 'downloads_too_many') {
    super(429, code, { count: 1 });
  }
}

interface Wanted {
  accountId: number;
  /** What its owner knows it by. */
  title: string;
  /** Aborted when the reader leaves. */
  signal: AbortSignal;
  patienceMs?: number;
}

/**
 * Makes a file when it is its turn, which goes by account and over all web processes. `make` gets a signal that also tells of cancelling.
 * @throws DownloadsBusy
 * @throws DownloadCancelled
 * @throws the reason of the signal if the reader leaves
 */
export async function withDownload(wanted: Wanted, make: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const id = await getInLine(wanted);
  const cancelling = new AbortController();
  const signal = AbortSignal.any([wanted.signal, cancelling.signal]);
  const cancelled = new DownloadCancelled();
  const lookAfter = async () => {
    if ((await stateOf(id)) === 'cancelled') cancelling.abort(cancelled);
  };
  let life: NodeJS.Timeout | undefined;
  try {
    await waitForTurn(id, wanted);
    // What the database cannot say for a moment it will say the next time.
    life = setInterval(() => void lookAfter().catch(() => {}), SIGN_OF_LIFE_MS);
    await make(signal);
  } catch (error) {
    throw cancelling.signal.aborted ? cancelled : error;
  } finally {
    clearInterval(life);
    await db.reportDownload.deleteMany({ where: { id } });
  }
}

async function getInLine({ accountId, title }: Wanted): Promise<number> {
  await db.$executeRaw`
    DELETE FROM report_downloads WHERE account_id = ${accountId}::int AND seen_at < clock_timestamp() - ${LOST_SECONDS}::int * interval '1 second'`;
  const { id } = await db.reportDownload.create({ data: { accountId, title: title.slice(0, 300) }, select: { id: true } });
  const count = await db.reportDownload.count({ where: { accountId, id: { lte: id } } });
  if (count <= MOST_OF_AN_ACCOUNT) return id;
  await db.reportDownload.deleteMany({ where: { id } });
  throw new DownloadsBusy('downloads_too_many');
}

async function waitForTurn(id: number, { accountId, signal, patienceMs = PATIENCE_MS }: Wanted): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    const state = await takeTurn(id, accountId);
    if (state === 'cancelled') throw new DownloadCancelled();
    if (state === 'started') return;
    if (Date.now() > deadline) throw new DownloadsBusy('downloads_waited');
    await wait(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}

type State = 'waiting' | 'started' | 'cancelled';

/** Starts a download unless enough of its account are being made or came before; they ask one after the other. */
async function takeTurn(id: number, accountId: number): Promise<State> {
  const [, rows] = await db.$transaction([
    db.$queryRaw`SELECT pg_advisory_xact_lock('report_downloads'::regclass::oid::int, ${accountId}::int)::text`,
    db.$queryRaw<{ state: State }[]>`
      UPDATE report_downloads d SET seen_at = clock_timestamp(), started_at = CASE WHEN (
        SELECT count(*) FROM report_downloads o
        WHERE o.account_id = d.account_id AND o.id <> d.id AND (o.started_at IS NOT NULL OR o.id < d.id)
          AND o.seen_at > clock_timestamp() - ${LOST_SECONDS}::int * interval '1 second') < ${AT_ONCE}::int THEN clock_timestamp() END
      WHERE d.id = ${id}::int
      RETURNING CASE WHEN is_cancelled THEN 'cancelled' WHEN started_at IS NULL THEN 'waiting' ELSE 'started' END AS state`,
  ]);
  return rows[0]?.state ?? 'cancelled';
}

/** Says that a download that has started is still being made, and learns whether it shall be. */
async function stateOf(id: number): Promise<State> {
  const [row] = await db.$queryRaw<{ isCancelled: boolean }[]>`
    UPDATE report_downloads SET seen_at = clock_timestamp() WHERE id = ${id}::int RETURNING is_cancelled AS "isCancelled"`;
  return row?.isCancelled === false ? 'started' : 'cancelled';
}

/** Everything of an account that is being made or waits, in its order. */
export const listDownloads = (accountId: number): Promise<Download[]> => db.$queryRaw<Download[]>`
  SELECT id, title, created_at AS "createdAt", started_at AS "startedAt" FROM report_downloads
  WHERE account_id = ${accountId}::int AND NOT is_cancelled AND seen_at > clock_timestamp() - ${LOST_SECONDS}::int * interval '1 second'
  ORDER BY started_at IS NULL, id`;

/**
 * Asks whoever makes the file to stop, which takes up to two seconds.
 * @throws NotFound if there is no such file being made: it has ended, or is somebody else's
 */
export async function cancelDownload(id: number, accountId: number): Promise<void> {
  const { count } = await db.reportDownload.updateMany({ where: { id, accountId }, data: { isCancelled: true } });
  if (count === 0) throw new NotFound();
}
