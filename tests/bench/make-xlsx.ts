import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { xlsxStream } from '../../src/formats/xlsx.ts';
import type { XlsxValue } from '../../src/formats/xlsx.ts';
import { closeDatabase } from '../../src/db.ts';
import { eachRegistration } from '../../src/services/reports/registrations.ts';
import type { ReportedRegistration } from '../../src/services/reports/registrations.ts';
import { withSnapshot } from '../../src/services/reports/snapshot.ts';

// A process of its own, so that its memory can be watched from outside: says when it is ready, begins when told, says when done.

const ROWS = 100_000;
const columns = [
  { label: 'Номер', kind: 'integer' },
  { label: 'Мероприятие' },
  { label: 'Начало' },
  { label: 'Имя' },
  { label: 'Фамилия' },
  { label: 'Электронная почта' },
  { label: 'Телефон' },
  { label: 'Статус' },
  { label: 'Цена', kind: 'money' },
  { label: 'Оплачено', kind: 'money' },
  { label: 'Возвращено', kind: 'money' },
] as const;

const scope = { ownerId: null, from: null, to: null, eventIds: [], statuses: [], visitorId: null };

async function* cells(registrations: AsyncIterable<ReportedRegistration>): AsyncGenerator<XlsxValue[]> {
  let rows = 0;
  for await (const row of registrations) {
    if (rows++ === ROWS) return;
    const { id, title, startAt, firstName, lastName, email, phone, status, price, billed, refunded } = row;
    yield [id, title, startAt.toISOString(), firstName, lastName, email, phone, status, price, billed, refunded];
  }
}

console.log('ready');
await once(process.stdin, 'data');
await withSnapshot(new AbortController().signal, async (snapshot) => {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(xlsxStream({ sheet: 'Регистрации', columns, rows: cells(eachRegistration(scope, snapshot)) }), nowhere);
});
console.log('done');
await closeDatabase();
process.stdin.destroy();
