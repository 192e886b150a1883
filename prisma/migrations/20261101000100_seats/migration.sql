-- Seats. One rule orders the locks: whoever touches an existing registration locks the seats of its event first.
-- Only a fresh registration, which nobody else can see yet, takes its seat last.

/* Takes a seat of the event; false if none is free. */
CREATE FUNCTION take_seat(p_event_id integer) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE event_seats SET seats_taken = seats_taken + 1 WHERE event_id = p_event_id AND seats_taken < seat_limit;
  RETURN FOUND;
END $$;

/* Gives free seats to the waiting list in its order and queues the mails that tell so. Returns how many moved up. */
CREATE FUNCTION promote_waitlist(p_event_id integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_free integer;
  v_promoted integer;
BEGIN
  SELECT s.seat_limit - s.seats_taken INTO v_free FROM event_seats s WHERE s.event_id = p_event_id FOR UPDATE;
  IF v_free IS NULL OR v_free = 0
     OR NOT EXISTS (SELECT 1 FROM events e WHERE e.id = p_event_id AND e.status = 'published' AND e.end_at > now()) THEN
    RETURN 0;
  END IF;

  WITH first_in_line AS (
    SELECT r.id FROM reg_for_the_event r WHERE r.event_id = p_event_id AND r.status = 'waitlisted'
    ORDER BY r.waitlisted_at, r.id LIMIT v_free
  ), promoted AS (
    UPDATE reg_for_the_event r SET status = 'registered', waitlisted_at = NULL, updated_at = now()
    FROM first_in_line f WHERE r.id = f.id RETURNING r.id, r.event_id, r.visitor_id, r.locale
  ), told AS (
    INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
    SELECT 'registration-promoted', v.email_address, p.locale, p.event_id, p.id FROM promoted p JOIN visitors v ON v.id = p.visitor_id
  )
  SELECT count(*) INTO v_promoted FROM promoted;

  IF v_promoted > 0 THEN
    UPDATE event_seats SET seats_taken = seats_taken + v_promoted WHERE event_id = p_event_id;
  END IF;
  RETURN v_promoted;
END $$;

/*
 * Mails the manage link again to whoever owns the address; at most once in ten minutes, so that it is no way to flood a mailbox.
 * Of several callers at the same moment one does it; the others do not wait for it.
 */
CREATE FUNCTION remind_of_registration(p_registration_id integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF pg_try_advisory_xact_lock('reg_for_the_event'::regclass::oid::integer, p_registration_id) THEN
    INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
    SELECT 'registration-again', v.email_address, r.locale, r.event_id, r.id
    FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id
    WHERE r.id = p_registration_id AND NOT EXISTS (
      SELECT 1 FROM mails m WHERE m.registration_id = r.id AND m.kind = 'registration-again' AND m.created_at > now() - interval '10 minutes');
  END IF;
END $$;

/*
 * Registers a person for an event in one round trip: visitor, registration, mail, and the seat last, so that its row is locked for a moment only.
 * Outcomes: registered, waitlisted, sold_out (only without p_accept_waitlist), duplicate, not_found, cancelled, past.
 * Raises TS001 when the last seat went, and TS002 when the event closed, while this was under way.
 * The token is null where the row carries money of an earlier registration: only the mail may show that to somebody.
 */
CREATE FUNCTION register_visitor(
  p_event_id integer, p_first_name text, p_last_name text, p_email text, p_phone text, p_locale text, p_accept_waitlist boolean
) RETURNS TABLE (outcome text, registration_id integer, registration_token uuid)
LANGUAGE plpgsql AS $$
DECLARE
  v_event record;
  v_known record;
  v_visitor_id integer;
  v_mail_id integer;
BEGIN
  SELECT e.organizer_id, e.price, e.status, e.end_at, s.seats_taken >= s.seat_limit AS is_full INTO v_event
  FROM events e JOIN event_seats s ON s.event_id = e.id WHERE e.id = p_event_id;
  outcome := CASE
    WHEN v_event.status IS NULL OR v_event.status = 'draft' THEN 'not_found'
    WHEN v_event.status = 'cancelled' THEN 'cancelled'
    WHEN v_event.end_at <= now() THEN 'past' END;
  IF outcome IS NOT NULL THEN RETURN NEXT; RETURN; END IF;

  SELECT v.id AS visitor_id, r.id, r.status INTO v_known
  FROM visitors v LEFT JOIN reg_for_the_event r ON r.visitor_id = v.id AND r.event_id = p_event_id
  WHERE v.organizer_id = v_event.organizer_id AND lower(v.email_address) = lower(p_email);
  v_visitor_id := v_known.visitor_id;

  IF v_known.status <> 'cancelled' THEN
    PERFORM remind_of_registration(v_known.id);
    outcome := 'duplicate'; registration_id := v_known.id; RETURN NEXT; RETURN;
  END IF;
  IF v_event.is_full AND NOT p_accept_waitlist THEN outcome := 'sold_out'; RETURN NEXT; RETURN; END IF;

  IF v_visitor_id IS NULL THEN
    INSERT INTO visitors (organizer_id, first_name, last_name, email_address, phone_number)
    VALUES (v_event.organizer_id, p_first_name, p_last_name, p_email, p_phone)
    ON CONFLICT (organizer_id, lower(email_address)) DO NOTHING RETURNING id INTO v_visitor_id;
    IF v_visitor_id IS NULL THEN
      SELECT v.id INTO v_visitor_id FROM visitors v
      WHERE v.organizer_id = v_event.organizer_id AND lower(v.email_address) = lower(p_email);
    END IF;
  ELSE
    -- The newest word of a person counts, and whoever only knows the address is shown nothing but what they typed.
    UPDATE visitors v SET first_name = p_first_name, last_name = p_last_name, phone_number = coalesce(p_phone, v.phone_number), updated_at = now()
    WHERE v.id = v_visitor_id AND (v.first_name, v.last_name, v.phone_number) IS DISTINCT FROM (p_first_name, p_last_name, coalesce(p_phone, v.phone_number));
  END IF;

  IF v_known.id IS NULL THEN
    INSERT INTO reg_for_the_event (organizer_id, event_id, visitor_id, status, price, locale)
    VALUES (v_event.organizer_id, p_event_id, v_visitor_id, 'registered', v_event.price, p_locale)
    ON CONFLICT (event_id, visitor_id) DO NOTHING RETURNING id, token INTO registration_id, registration_token;
  ELSE
    PERFORM 1 FROM event_seats s WHERE s.event_id = p_event_id FOR UPDATE;
    UPDATE reg_for_the_event r SET status = 'registered', price = v_event.price, locale = p_locale, token = gen_random_uuid(), updated_at = now()
    WHERE r.id = v_known.id AND r.status = 'cancelled'
    RETURNING r.id, CASE WHEN r.billed_amount = 0 THEN r.token END INTO registration_id, registration_token;
  END IF;
  IF registration_id IS NULL THEN
    -- Somebody registered the same person a moment ago, and that has just queued its mail.
    SELECT r.id INTO registration_id FROM reg_for_the_event r WHERE r.event_id = p_event_id AND r.visitor_id = v_visitor_id;
    outcome := 'duplicate'; RETURN NEXT; RETURN;
  END IF;

  INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
  VALUES ('registration-confirmed', p_email, p_locale, p_event_id, registration_id) RETURNING id INTO v_mail_id;

  outcome := 'registered';
  IF NOT take_seat(p_event_id) THEN
    -- Full when looked at without the lock: look again under it, so that nobody queues beside a seat that has just been freed.
    PERFORM 1 FROM event_seats s WHERE s.event_id = p_event_id FOR UPDATE;
    IF NOT take_seat(p_event_id) THEN
      IF NOT p_accept_waitlist THEN RAISE EXCEPTION 'sold_out' USING ERRCODE = 'TS001'; END IF;
      UPDATE reg_for_the_event r SET status = 'waitlisted', waitlisted_at = clock_timestamp() WHERE r.id = registration_id;
      UPDATE mails m SET kind = 'registration-waitlisted' WHERE m.id = v_mail_id;
      outcome := 'waitlisted';
    END IF;
  END IF;

  -- Cancelling an event locks its seats first: with the lock in hand its status is the truth.
  IF NOT EXISTS (SELECT 1 FROM events e WHERE e.id = p_event_id AND e.status = 'published') THEN
    RAISE EXCEPTION 'event_closed' USING ERRCODE = 'TS002';
  END IF;
  RETURN NEXT;
END $$;
