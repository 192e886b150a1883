import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { fileStore } from '../../src/adapters/file-store.ts';
import { db } from '../../src/db.ts';
import { fileKey, initName, segmentName } from '../../src/services/webinars/room.ts';
import { browserTest, desktop, logIn, openWindow } from '../support/browser.ts';
import { createWebinar } from '../support/broadcast.ts';
import { createAccount, createRegistration, createVisitor } from '../support/factories.ts';
import { startWebProcess } from '../support/web-process.ts';
import type { WebProcess } from '../support/web-process.ts';

// A real process of the site, which is killed in the middle of a broadcast.

let port: number;
let site: WebProcess;

beforeAll(async () => {
  port = await freePort();
  site = await startWebProcess({ PORT: String(port) });
});
afterAll(() => site.stop('SIGKILL'));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  return free;
}

const main = (page: Page) => page.getByRole('main');
const secondsShown = (page: Page) => page.locator('video').evaluate((video) => (video as unknown as { currentTime: number }).currentTime);
const patient = { timeout: 40_000, interval: 250 };

/** All pieces that are kept, with the sizes of their files. */
async function keptOf(eventId: number) {
  const { mediaKey } = await db.webinar.findUniqueOrThrow({ where: { eventId } });
  const pieces = await db.webinarSegment.findMany({ where: { eventId }, orderBy: [{ epoch: 'asc' }, { seq: 'asc' }] });
  const sizeOf = async (name: string) => (await fileStore.find(fileKey(mediaKey, name)))?.bytes;
  expect(await sizeOf(initName(1))).toBeGreaterThan(0);
  return Promise.all(
    pieces.map(async ({ epoch, seq, duration, bytes }) => [epoch, seq, duration, bytes, await sizeOf(segmentName(epoch, seq))]),
  );
}

browserTest('a server that is killed on air and started again loses nothing, and host and viewer go on', { timeout: 120_000 }, async () => {
  const account = await createAccount({ role: 'organizer' });
  const event = await createWebinar({ organizerId: account.id });
  const visitor = await createVisitor({ organizerId: account.id, firstName: 'Ольга', lastName: 'Ким' });
  const { token } = await createRegistration({ eventId: event.id, visitorId: visitor.id });
  const [host, viewer] = [await openWindow(site, { viewport: desktop }), await openWindow(site)];
  await logIn(host, account.email);
  await host.goto(`/webinars/${event.id}/studio`);
  await main(host).getByRole('button', { name: 'Начать эфир' }).click();
  await viewer.goto(`/r/${token}/webinar`);
  await expect.poll(() => secondsShown(viewer).catch(() => 0), patient).toBeGreaterThan(3);

  await site.stop('SIGKILL');
  const before = await keptOf(event.id);
  await main(host).getByText('Нет связи с сервером.').waitFor();
  // Long enough for the player to give up more than once.
  await host.waitForTimeout(28_000);
  site = await startWebProcess({ PORT: String(port) });

  await main(host).getByText('Без потерь').waitFor({ timeout: 30_000 });
  const shown = await secondsShown(viewer);
  await expect.poll(() => secondsShown(viewer), patient).toBeGreaterThan(shown + 8);
  const after = await keptOf(event.id);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.map(([epoch, seq]) => [epoch, seq])).toEqual(after.map((_piece, index) => [1, index]));
  expect(after.every(([, , , bytes, size]) => bytes === size)).toBe(true);
  const [first, last] = await Promise.all(
    (['asc', 'desc'] as const).map((seq) => db.webinarSegment.findFirstOrThrow({ where: { eventId: event.id }, orderBy: { seq } })),
  );
  const recorded = after.slice(0, -1).reduce((sum, [, , duration]) => sum + Number(duration), 0);
  expect(Math.abs(recorded - (last!.at.getTime() - first!.at.getTime()) / 1000)).toBeLessThan(0.5);

  await viewer.getByLabel('Сообщение', { exact: true }).fill('Снова видно');
  await viewer.getByLabel('Сообщение', { exact: true }).press('Enter');
  await main(host).getByText('Снова видно').waitFor({ timeout: 20_000 });
});
