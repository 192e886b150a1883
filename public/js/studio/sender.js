const SHORTEST_MS = 200;
const LONGEST_MS = 1000;
const REFUSED_MS = 5000;
const PATIENCE_MS = 20_000;
/** The server takes 30 in a second. */
const PACE_MS = 40;
const SPEED_SECONDS = 10;

const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What keeps the first piece from being sent, by the server's answer. */
function troubleOf({ status, code }) {
  if (status === 507) return code === 'webinar_full' ? 'quota' : 'full';
  if (status === 503 && code === 'store_failed') return 'store';
  if (status === 409 && code === 'webinar_ended') return 'over';
  if (status === 409 && code === 'other_host') return 'elsewhere';
  if ([401, 403, 404].includes(status)) return 'refused';
  return 'offline';
}

/** What is left will never be taken: the broadcast is over, or has had all of its space. */
export const isHopeless = ({ trouble }) => trouble === 'over' || trouble === 'quota';

/** Never to be taken, however often it is sent. */
const isUseless = ({ status }) => [400, 413, 415].includes(status);

/**
 * Sends the queue, one piece after another in their order, for as long as the page lives; what fails is tried again. `onSent(entry)` is called
 * for each piece that has arrived, `onChange` whenever `trouble` may have become another.
 */
export function startSender(eventId, queue, { onSent, onChange }) {
  const sender = { trouble: '', speed: 0, lastEnd: null, wake: () => {}, stop };
  const sent = [];
  const stopping = new AbortController();

  /** What is on its way may arrive or not: whoever goes on sends it again. */
  function stop() {
    stopping.abort();
    sender.wake();
  }

  async function put(path, part, body) {
    const response = await fetch(`/webinars/${eventId}/${path}`, {
      method: 'PUT',
      body,
      headers: { 'X-Broadcast-Secret': part.secret, 'Content-Type': 'video/mp4' },
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, ...(isJson ? await response.json() : {}) };
  }

  /** Goes on as a new epoch where the server and the queue no longer agree on what comes next. */
  const renew = (part, from) => queue.savePart(Object.assign(part, { secret: crypto.randomUUID(), base: from, epoch: null }));

  async function openPart(part) {
    const answer = await put(`epochs?rehearsal=${part.isRehearsal ? 1 : 0}`, part, part.init);
    if (answer.status === 200) await queue.savePart(Object.assign(part, { epoch: answer.epoch }));
    return answer;
  }

  async function sendFirst() {
    const entry = queue.list[0];
    const part = queue.parts.get(entry.partId);
    const bytes = await queue.bytesOf(entry);
    if (bytes === null) {
      await queue.shift();
      return { status: 204 };
    }
    if (!part.epoch) {
      const opened = await openPart(part);
      if (opened.status !== 200) return opened;
    }
    const seq = entry.seq - part.base;
    const query = `duration=${entry.duration}&at=${entry.at}&sent=${Date.now()}`;
    const answer = await put(`epochs/${part.epoch}/segments/${seq}?${query}`, part, bytes);
    if (answer.status === 409 && answer.expected < seq) await renew(part, entry.seq);
    if (isUseless(answer)) await renew(part, entry.seq + 1);
    if (answer.status === 204 || (answer.status === 409 && answer.expected > seq) || isUseless(answer)) await arrived(entry);
    return answer;
  }

  async function arrived(entry) {
    await queue.shift();
    sent.push({ at: performance.now(), size: entry.size });
    sender.lastEnd = entry.at + entry.duration * 1000;
    onSent(entry);
  }

  function measure() {
    const since = performance.now() - SPEED_SECONDS * 1000;
    while (sent.length > 0 && sent[0].at < since) sent.shift();
    sender.speed = (sent.reduce((sum, { size }) => sum + size, 0) * 8) / SPEED_SECONDS / 1e6;
  }

  async function run() {
    let pause = SHORTEST_MS;
    while (!stopping.signal.aborted) {
      measure();
      if (queue.list.length === 0) {
        await Promise.race([rest(LONGEST_MS), new Promise((resolve) => (sender.wake = resolve))]);
        continue;
      }
      const before = queue.list.length;
      const answer = await sendFirst().catch(() => ({ status: 0 }));
      if (stopping.signal.aborted) return;
      const isMoving = queue.list.length < before || answer.status === 409;
      const trouble = answer.status < 300 && answer.status > 0 ? '' : queue.list.length < before ? '' : troubleOf(answer);
      if (trouble !== sender.trouble) onChange((sender.trouble = trouble));
      pause = isMoving ? SHORTEST_MS : Math.min(LONGEST_MS, pause * 2);
      if (trouble === 'over') return;
      await rest(trouble === '' ? (queue.list.length > 1 ? PACE_MS : 0) : trouble === 'offline' ? pause : REFUSED_MS);
    }
  }
  void run();
  return sender;
}
