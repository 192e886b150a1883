-- What the registrations of each event come to, by status: reports on a million of them add up some ten thousand rows instead.
-- Writers only append what their statement changed, so nobody waits for a common row; whoever reads adds the rows up, and what a
-- transaction wrote is in its sum at the very moment it is in the list. Now and then fold_registration_sums() makes one row of many.
-- No foreign key: what is left of an event that was deleted comes to nothing, and is removed by the folding.
CREATE TABLE "registration_sums" (
  "event_id" INTEGER NOT NULL,
  "status" VARCHAR(20) NOT NULL,
  "registrations" INTEGER NOT NULL,
  "price" BIGINT NOT NULL,
  "billed" BIGINT NOT NULL,
  "refunded" BIGINT NOT NULL
);
CREATE INDEX "registration_sums_event_id_idx" ON "registration_sums" ("event_id");

CREATE FUNCTION add_registration_sums() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registration_sums (event_id, status, registrations, price, billed, refunded)
  SELECT event_id, status, count(*), sum(price), sum(billed_amount), sum(refund_amount) FROM added GROUP BY event_id, status;
  RETURN NULL;
END $$;

CREATE FUNCTION take_registration_sums() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registration_sums (event_id, status, registrations, price, billed, refunded)
  SELECT event_id, status, -count(*), -sum(price), -sum(billed_amount), -sum(refund_amount) FROM taken GROUP BY event_id, status;
  RETURN NULL;
END $$;

CREATE FUNCTION change_registration_sums() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registration_sums (event_id, status, registrations, price, billed, refunded)
  SELECT event_id, status, sum(n), sum(n * price), sum(n * billed_amount), sum(n * refund_amount)
  FROM (
    SELECT 1 AS n, event_id, status, price::bigint, billed_amount::bigint, refund_amount::bigint FROM added
    UNION ALL SELECT -1, event_id, status, price, billed_amount, refund_amount FROM taken
  ) changes
  GROUP BY event_id, status
  HAVING (sum(n), sum(n * price), sum(n * billed_amount), sum(n * refund_amount)) <> (0, 0, 0, 0);
  RETURN NULL;
END $$;

-- Making the triggers locks writers out until the end of this script, so that nothing comes between them and the first sums.
CREATE TRIGGER "registrations_added" AFTER INSERT ON "reg_for_the_event" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION add_registration_sums();
CREATE TRIGGER "registrations_changed" AFTER UPDATE ON "reg_for_the_event" REFERENCING OLD TABLE AS taken NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION change_registration_sums();
CREATE TRIGGER "registrations_taken" AFTER DELETE ON "reg_for_the_event" REFERENCING OLD TABLE AS taken
  FOR EACH STATEMENT EXECUTE FUNCTION take_registration_sums();

INSERT INTO registration_sums (event_id, status, registrations, price, billed, refunded)
SELECT event_id, status, count(*), sum(price), sum(billed_amount), sum(refund_amount) FROM reg_for_the_event GROUP BY event_id, status;

/*
 * Makes one row of all that an event has for a status, or none where they come to nothing. Readers see the old rows or the new ones;
 * of two at once each folds the rows that it deletes. Returns how many rows there are less.
 */
CREATE FUNCTION fold_registration_sums() RETURNS integer
LANGUAGE sql AS $$
  WITH many AS (
    SELECT event_id, status FROM registration_sums GROUP BY event_id, status
    HAVING count(*) > 1 OR bool_and((registrations, price, billed, refunded) = (0, 0, 0, 0))
  ), folded AS (
    DELETE FROM registration_sums s USING many m WHERE s.event_id = m.event_id AND s.status = m.status RETURNING s.*
  ), kept AS (
    INSERT INTO registration_sums (event_id, status, registrations, price, billed, refunded)
    SELECT event_id, status, sum(registrations), sum(price), sum(billed), sum(refunded) FROM folded GROUP BY event_id, status
    HAVING (sum(registrations), sum(price), sum(billed), sum(refunded)) <> (0, 0, 0, 0)
    RETURNING 1
  )
  SELECT ((SELECT count(*) FROM folded) - (SELECT count(*) FROM kept))::integer
$$;
