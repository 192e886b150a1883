import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { DEMO_PASSWORD, isEmptyDatabase, loadDemoData } from '../../src/services/demo/index.ts';
import { startApp } from '../support/app.ts';

test('the examples fill an empty site with honest seats and three accounts that can log in', async () => {
  expect(await isEmptyDatabase()).toBe(true);
  await loadDemoData();
  expect(await isEmptyDatabase()).toBe(false);

  const wrong = await db.$queryRaw`
    SELECT e.title FROM events e JOIN event_seats s ON s.event_id = e.id
    LEFT JOIN reg_for_the_event r ON r.event_id = e.id AND r.status IN ('registered', 'attended', 'no_show')
    GROUP BY e.id, s.event_id HAVING count(r.id) <> s.seats_taken OR s.seat_limit <> e.visitor_limit`;
  expect(wrong).toEqual([]);

  const app = await startApp();
  for (const name of ['admin', 'organizer', 'participant']) {
    const catalogue = await (await app.guest().logIn(`${name}@example.org`, DEMO_PASSWORD)).get('/events');
    expect(catalogue.text).toContain('Джаз на крыше: вечер стандартов');
  }
});
