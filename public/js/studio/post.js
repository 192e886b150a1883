const { event: eventId, csrf } = document.getElementById('studio').dataset;

/** Sends a form of the studio and gives its answer; throws if it was refused. */
export async function post(path, fields) {
  const response = await fetch(`/webinars/${eventId}/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ _csrf: csrf, ...fields }),
    headers: { Accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
