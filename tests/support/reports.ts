import { db } from '../../src/db.ts';
import type { Browser, TestApp } from './app.ts';
import { createAccount } from './factories.ts';

/** An organizer who is logged in. */
export async function loggedInOrganizer(app: TestApp, given: Parameters<typeof createAccount>[0] = {}) {
  const account = await createAccount({ role: 'organizer', ...given });
  return { account, browser: await app.guest().logIn(account.email) };
}

/** Registrations by the thousand for one event, with seats, made in the database; the names are as long as asked. */
export async function createManyRegistrations(
  event: { id: number; organizerId: number; price: number },
  count: number,
  nameLength = 10,
): Promise<void> {
  await db.$executeRaw`
    WITH people AS (
      INSERT INTO visitors (organizer_id, first_name, last_name, email_address, phone_number)
      SELECT ${event.organizerId}::int, 'Анна', rpad('Круглова' || n, ${nameLength}::int, 'а'), 'many' || n || '-' || ${event.id}::int || '@example.test', '+79162041833'
      FROM generate_series(1, ${count}::int) n RETURNING id
    )
    INSERT INTO reg_for_the_event (organizer_id, event_id, visitor_id, status, price, billed_amount, billed_at, refund_amount, refunded_at)
    SELECT ${event.organizerId}::int, ${event.id}::int, id, 'attended', ${event.price}::int, id % 977 + 1, now(), id % 2, CASE WHEN id % 2 = 1 THEN now() END
    FROM people`;
  await db.$executeRaw`UPDATE event_seats SET seats_taken = seats_taken + ${count}::int WHERE event_id = ${event.id}`;
}

/** The lines of a CSV file as cells, quotes taken off; for files whose cells have no line breaks. */
export function csvCells(file: string, delimiter = ';'): string[][] {
  const cell = new RegExp(`(?<=^|${delimiter})("(?:[^"]|"")*"|[^${delimiter}]*)`, 'g');
  const lines = file.replace('\ufeff', '').split('\r\n').filter(Boolean);
  return lines.map((line) => [...line.matchAll(cell)].map(([text]) => text.replace(/^"|"$/g, '').replaceAll('""', '"')));
}

/** The minor units of «1 200,50 ₽», 1200,50 or 1,200.50 ₽. */
export function minorUnits(text: string): number {
  const [whole, rest = '00'] = text
    .replace(/[^\d.,−-]/g, '')
    .replace('−', '-')
    .replace(/,(?=\d{3})/g, '')
    .split(/[.,]/);
  return Number(`${whole}${rest.padEnd(2, '0')}`);
}

/** Everything between the tags of a page's row of sums. */
export function totalsOf(html: string): string[] {
  const row = /<tfoot>([\s\S]*?)<\/tfoot>/.exec(html)?.[1] ?? '';
  return [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, text]) => text!);
}

/** The cookies of a browser, for a client of another kind. */
export const cookiesOf = ({ cookies }: Browser): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
