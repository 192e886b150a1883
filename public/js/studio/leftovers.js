/**
 * Forgets what this browser still keeps of other webinars that are over: nothing of it can become part of a recording any more. What waits for
 * one that goes on stays, and so does what an open studio of its own sends.
 */
export async function clearLeftovers(queue) {
  for (const eventId of queue.others) {
    await navigator.locks.request(`studio-${eventId}`, { ifAvailable: true }, async (lock) => {
      if (lock && (await stateOf(eventId)) === 'ended') await queue.forget(eventId);
    });
  }
}

async function stateOf(eventId) {
  const reply = await fetch(`/webinars/${eventId}/studio`, { headers: { Accept: 'application/json' } }).catch(() => null);
  const isJson = reply?.headers.get('content-type')?.startsWith('application/json');
  return reply?.ok && isJson ? (await reply.json()).state : null;
}
