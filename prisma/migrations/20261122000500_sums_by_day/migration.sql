-- Registrations by the day on which they were made, for the charts of whole seasons: of a million some 170,000 rows remain. Writers still
-- append one row, now with the day; the folding moves what is by day into a table of its own and leaves the sums without it.
LOCK TABLE "reg_for_the_event" IN SHARE ROW EXCLUSIVE MODE;

ALTER TABLE "registration_sums" ADD COLUMN "day" DATE;

CREATE TABLE "registration_days" (
  "event_id" INTEGER NOT NULL,
  "status" VARCHAR(20) NOT NULL,
  "day" DATE NOT NULL,
  "registrations" INTEGER NOT NULL
);
CREATE INDEX "registration_days_event_id_day_idx" ON "registration_days" ("event_id", "day");

/* The day of a moment by the clocks of Moscow, three hours ahead ever since 2014. */
CREATE FUNCTION registration_day(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (moment AT TIME ZONE interval '3 hours')::date $$;

CREATE OR REPLACE FUNCTION add_registration_sums() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registration_sums (event_id, status, day, registrations, price, billed, refunded)
  SELECT event_id, status, registration_day(created_at), count(*), sum(price), sum(billed_amount), sum(refund_amount)
  FROM added GROUP BY 1, 2, 3;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION take_registration_sums() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registration_sums (event_id, status, day, registrations, price, billed, refunded)
  SELECT event_id, status, registration_day(created_at), -count(*), -sum(price), -sum(billed_amount), -sum(refund_amount)
  FROM taken GROUP BY 1, 2, 3;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION change_registration_sums() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registration_sums (event_id, status, day, registrations, price, billed, refunded)
  SELECT event_id, status, registration_day(created_at), sum(n), sum(n * price), sum(n * billed_amount), sum(n * refund_amount)
  FROM (
    SELECT 1 AS n, event_id, status, created_at, price::bigint, billed_amount::bigint, refund_amount::bigint FROM added
    UNION ALL SELECT -1, event_id, status, created_at, price, billed_amount, refund_amount FROM taken
  ) changes
  GROUP BY 1, 2, 3
  HAVING (sum(n), sum(n * price), sum(n * billed_amount), sum(n * refund_amount)) <> (0, 0, 0, 0);
  RETURN NULL;
END $$;

INSERT INTO registration_days (event_id, status, day, registrations)
SELECT event_id, status, registration_day(created_at), count(*) FROM reg_for_the_event GROUP BY 1, 2, 3;

/*
 * Makes one row of all that an event has for a status, or none where they come to nothing, and keeps what was by day in registration_days.
 * Readers see the old rows or the new ones; of two at once each folds the rows that it deletes. Returns how many rows there are less.
 */
CREATE OR REPLACE FUNCTION fold_registration_sums() RETURNS integer
LANGUAGE sql AS $$
  WITH many AS (
    SELECT event_id, status FROM registration_sums GROUP BY event_id, status
    HAVING count(*) > 1 OR bool_or(day IS NOT NULL) OR bool_and((registrations, price, billed, refunded) = (0, 0, 0, 0))
  ), folded AS (
    DELETE FROM registration_sums s USING many m WHERE s.event_id = m.event_id AND s.status = m.status RETURNING s.*
  ), kept AS (
    INSERT INTO registration_sums (event_id, status, registrations, price, billed, refunded)
    SELECT event_id, status, sum(registrations), sum(price), sum(billed), sum(refunded) FROM folded GROUP BY event_id, status
    HAVING (sum(registrations), sum(price), sum(billed), sum(refunded)) <> (0, 0, 0, 0)
    RETURNING 1
  ), fresh AS (
    SELECT event_id, status, day, sum(registrations)::integer AS registrations FROM folded WHERE day IS NOT NULL GROUP BY 1, 2, 3
    HAVING sum(registrations) <> 0
  ), met AS (
    DELETE FROM registration_days d USING fresh f WHERE d.event_id = f.event_id AND d.status = f.status AND d.day = f.day RETURNING d.*
  ), by_day AS (
    INSERT INTO registration_days (event_id, status, day, registrations)
    SELECT event_id, status, day, sum(registrations) FROM (
      SELECT event_id, status, day, registrations FROM fresh UNION ALL SELECT event_id, status, day, registrations FROM met
    ) both_of_them
    GROUP BY 1, 2, 3 HAVING sum(registrations) <> 0
  )
  SELECT ((SELECT count(*) FROM folded) - (SELECT count(*) FROM kept))::integer
$$;

-- Periods are of the days on which events start by their own clocks. Without knowing those days PostgreSQL takes a year for ten events.
CREATE STATISTICS "events_start_day" ON ((("start_at" AT TIME ZONE "time_zone")::date)) FROM "events";
ANALYZE "events";
