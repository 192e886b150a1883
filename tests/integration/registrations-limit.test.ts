import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { createEvent } from '../support/factories.ts';

test('one address may register thirty people in a minute, not more; whoever only mistypes is not counted', async () => {
  const app = await startApp();
  const event = await createEvent({ visitorLimit: 100 });
  const send = (index: number, phone = '+79162041833') =>
    app.post(`/events/${event.id}/register`, {
      first_name: 'Анна',
      last_name: 'Круглова',
      email: `many${index}@example.test`,
      phone,
      consent: 'on',
    });

  for (let index = 0; index < 5; index += 1) expect((await send(index, 'x')).status).toBe(422);
  for (let index = 0; index < 30; index += 1) expect((await send(index)).status).toBe(303);
  const refused = await send(31);

  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBeDefined();
});
