import { expect, test } from 'vitest';
import { db } from '../../src/db.ts';
import { updateEvent } from '../../src/services/events/save.ts';
import { createEvent } from '../support/factories.ts';

// In a file of its own: the topics must not have been read before.
test('more people than there are connections may save events at once while the topics are not known yet', async () => {
  const events = await Promise.all(Array.from({ length: 8 }, () => createEvent()));

  await Promise.all(
    events.map(({ id, title, description, startAt, endAt, timeZone, location, onlineUrl, visitorLimit, price }) =>
      updateEvent(id, {
        title,
        description,
        startAt,
        endAt,
        timeZone,
        format: 'offline',
        location,
        onlineUrl,
        hasWebinar: false,
        visitorLimit,
        price,
        ...{ onlineLimit: 0, onlinePrice: 0, topicId: 1, tags: [], groupId: null, membersOnly: false, prefersReliable: false },
      }),
    ),
  );

  expect(await db.event.count({ where: { topicId: 1 } })).toBe(8);
});
