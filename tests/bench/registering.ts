import pg from 'pg';

export interface Registering {
  /** One round trip: the function that the site calls. */
  byFunction: (eventId: number) => Promise<void>;
  /** What one would write without it: a transaction of single steps that locks the event and counts. */
  byCounting: (eventId: number) => Promise<void>;
  close: () => Promise<void>;
}

/** Both ways to register a new person, over a pool as small as the site's. */
export function registering(databaseUrl: string): Registering {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  let people = 0;
  const nextEmail = () => `visitor${(people += 1)}@example.test`;
  return {
    async byFunction(eventId) {
      await pool.query({
        name: 'register',
        text: `SELECT * FROM register_visitor($1, 'Пётр', 'Ильин', $2, NULL, 'ru', true)`,
        values: [eventId, nextEmail()],
      });
    },
    byCounting: (eventId) => countAndInsert(pool, eventId, nextEmail()),
    close: () => pool.end(),
  };
}

async function countAndInsert(pool: pg.Pool, eventId: number, email: string): Promise<void> {
  const client = await pool.connect();
  const step = (name: string, text: string, values: unknown[]) =>
    client.query<{ id: number; visitor_limit: number; count: string }>({ name, text, values });
  try {
    await client.query('BEGIN');
    const event = await step('event', 'SELECT id, visitor_limit FROM events WHERE id = $1 FOR UPDATE', [eventId]);
    const taken = await step(
      'count',
      `SELECT count(*) FROM reg_for_the_event WHERE event_id = $1 AND status IN ('registered', 'attended', 'no_show')`,
      [eventId],
    );
    if (Number(taken.rows[0]!.count) >= event.rows[0]!.visitor_limit) throw new Error('sold out');
    const insertVisitor = `INSERT INTO visitors (organizer_id, first_name, last_name, email_address) VALUES (1, 'Пётр', 'Ильин', $1) RETURNING id`;
    const visitor = await step('visitor', insertVisitor, [email]);
    const insertRegistration = 'INSERT INTO reg_for_the_event (organizer_id, event_id, visitor_id) VALUES (1, $1, $2) RETURNING id';
    const registration = await step('registration', insertRegistration, [eventId, visitor.rows[0]!.id]);
    const insertMail = `INSERT INTO mails (kind, recipient, event_id, registration_id) VALUES ('registration-confirmed', $1, $2, $3)`;
    await step('mail', insertMail, [email, eventId, registration.rows[0]!.id]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
