-- Registering for events with two sides, for events of a group, and with the consent that was given. The order of the locks stays: whoever
-- touches an existing registration locks the seats of its event first; only a fresh one takes its seat last.

DROP FUNCTION take_seat(integer);
DROP FUNCTION register_visitor(integer, text, text, text, text, text, boolean);

/* Takes a seat of the event, of its online side if it has two; false if none is free. */
CREATE FUNCTION take_seat(p_event_id integer, p_remote boolean DEFAULT false) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  IF p_remote THEN
    UPDATE event_seats SET online_taken = online_taken + 1 WHERE event_id = p_event_id AND online_taken < online_limit;
  ELSE
    UPDATE event_seats SET seats_taken = seats_taken + 1 WHERE event_id = p_event_id AND seats_taken < seat_limit;
  END IF;
  RETURN FOUND;
END $$;

/* The first registrations in the line for one side of an event; the reliable come first where the organizer wants that. */
CREATE FUNCTION next_in_line(p_event_id integer, p_remote boolean, p_limit integer) RETURNS SETOF integer
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_event record;
BEGIN
  SELECT e.organizer_id, e.prefers_reliable INTO v_event FROM events e WHERE e.id = p_event_id;
  IF v_event.prefers_reliable THEN
    RETURN QUERY SELECT r.id FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id
      WHERE r.event_id = p_event_id AND r.status = 'waitlisted' AND r.is_remote = p_remote
      ORDER BY reliability_score(v.email_address, v_event.organizer_id, now()) DESC, r.waitlisted_at, r.id LIMIT p_limit;
  ELSE
    RETURN QUERY SELECT r.id FROM reg_for_the_event r
      WHERE r.event_id = p_event_id AND r.status = 'waitlisted' AND r.is_remote = p_remote
      ORDER BY r.waitlisted_at, r.id LIMIT p_limit;
  END IF;
END $$;

/* The place in the line for its side, from 1, of a registration that waits; null for any other. */
CREATE FUNCTION place_in_line(p_registration_id integer) RETURNS integer
LANGUAGE sql STABLE AS $$
  SELECT n.place::integer
  FROM reg_for_the_event r CROSS JOIN LATERAL next_in_line(r.event_id, r.is_remote, NULL) WITH ORDINALITY AS n (id, place)
  WHERE r.id = p_registration_id AND r.status = 'waitlisted' AND n.id = r.id
$$;

/* Tells people who waited that they have a seat now: by mail, and on the site whoever has an account with that address. */
CREATE FUNCTION tell_of_seats(p_registration_ids integer[]) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO mails (kind, recipient, locale, event_id, registration_id)
  SELECT 'registration-promoted', v.email_address, r.locale, r.event_id, r.id
  FROM reg_for_the_event r JOIN visitors v ON v.id = r.visitor_id WHERE r.id = ANY(p_registration_ids) ORDER BY r.id;

  INSERT INTO notifications (account_id, kind, payload, link)
  SELECT a.id, 'seat-promoted', jsonb_build_object('title', e.title), '/registrations/' || r.id
  FROM reg_for_the_event r JOIN events e ON e.id = r.event_id JOIN visitors v ON v.id = r.visitor_id
    JOIN accounts a ON lower(a.email) = lower(v.email_address) AND a.email_confirmed_at IS NOT NULL AND a.deleted_at IS NULL
  WHERE r.id = ANY(p_registration_ids) ORDER BY a.id;
$$;

/* Gives free seats of each side to the waiting list in its order and tells them so. Returns how many moved up. */
CREATE OR REPLACE FUNCTION promote_waitlist(p_event_id integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_seats record;
  v_here integer[] := '{}';
  v_remote integer[] := '{}';
BEGIN
  SELECT s.seat_limit - s.seats_taken AS here, s.online_limit - s.online_taken AS remote INTO v_seats
  FROM event_seats s WHERE s.event_id = p_event_id FOR UPDATE;
  IF NOT FOUND OR v_seats.here + v_seats.remote = 0
     OR NOT EXISTS (SELECT 1 FROM events e WHERE e.id = p_event_id AND e.status = 'published' AND e.end_at > now()) THEN
    RETURN 0;
  END IF;

  IF v_seats.here > 0 THEN v_here := ARRAY(SELECT next_in_line(p_event_id, false, v_seats.here)); END IF;
  IF v_seats.remote > 0 THEN v_remote := ARRAY(SELECT next_in_line(p_event_id, true, v_seats.remote)); END IF;
  IF cardinality(v_here) + cardinality(v_remote) = 0 THEN RETURN 0; END IF;

  UPDATE reg_for_the_event r SET status = 'registered', waitlisted_at = NULL, updated_at = now() WHERE r.id = ANY(v_here || v_remote);
  PERFORM tell_of_seats(v_here || v_remote);
  UPDATE event_seats SET seats_taken = seats_taken + cardinality(v_here), online_taken = online_taken + cardinality(v_remote)
  WHERE event_id = p_event_id;
  RETURN cardinality(v_here) + cardinality(v_remote);
END $$;

/*
 * Registers a person for an event in one round trip: visitor, registration, mail, and the seat last, so that its row is locked for a moment only.
 * p_remote asks for the online side of an event that has two. p_consent_version is what the person agreed to; null when the organizer puts
 * them down (p_by_organizer), who may do so for an event that only members of a group can register for, too; others do so by their own
 * account (p_account_id) and under its confirmed address.
 * Outcomes: registered, waitlisted, sold_out (only without p_accept_waitlist), duplicate, not_found, cancelled, past, members_only.
 * Raises TS001 when the last seat went, TS002 when the event closed, TS003 when its sides changed, while this was under way.
 * The token is null where the row carries money of an earlier registration, or the event is for members only: whoever knows no more than the
 * address of a member is not to see the place by it. There only the mail may show the registration to somebody.
 */
CREATE FUNCTION register_visitor(
  p_event_id integer, p_first_name text, p_last_name text, p_email text, p_phone text, p_locale text, p_accept_waitlist boolean,
  p_remote boolean DEFAULT false, p_consent_version text DEFAULT NULL, p_by_organizer boolean DEFAULT false,
  p_account_id integer DEFAULT NULL
) RETURNS TABLE (outcome text, registration_id integer, registration_token uuid)
LANGUAGE plpgsql AS $$
DECLARE
  v_event record;
  v_known record;
  v_visitor_id integer;
  v_mail_id integer;
  v_consented_at timestamptz := CASE WHEN p_consent_version IS NOT NULL THEN now() END;
BEGIN
  SELECT e.organizer_id, e.status, e.end_at, e.members_only, e.group_id, x.is_remote,
    CASE WHEN x.is_remote THEN e.online_price ELSE e.price END AS price,
    CASE WHEN x.is_remote THEN s.online_taken >= s.online_limit ELSE s.seats_taken >= s.seat_limit END AS is_full
  INTO v_event
  FROM events e JOIN event_seats s ON s.event_id = e.id
    CROSS JOIN LATERAL (SELECT p_remote AND e.format = 'hybrid' AS is_remote) x
  WHERE e.id = p_event_id;
  outcome := CASE
    WHEN v_event.status IS NULL OR v_event.status = 'draft' THEN 'not_found'
    WHEN v_event.status = 'cancelled' THEN 'cancelled'
    WHEN v_event.end_at <= now() THEN 'past' END;
  IF outcome IS NOT NULL THEN RETURN NEXT; RETURN; END IF;

  -- Asked before anything else, so that the answer tells nobody else's membership or registration.
  IF v_event.members_only AND NOT p_by_organizer AND NOT EXISTS (
    SELECT 1 FROM accounts a JOIN group_members m ON m.account_id = a.id AND m.group_id = v_event.group_id
    WHERE a.id = p_account_id AND lower(a.email) = lower(p_email) AND a.email_confirmed_at IS NOT NULL
  ) THEN
    outcome := 'members_only'; RETURN NEXT; RETURN;
  END IF;

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
    INSERT INTO reg_for_the_event (organizer_id, event_id, visitor_id, status, price, locale, is_remote, consented_at, consent_version)
    VALUES (v_event.organizer_id, p_event_id, v_visitor_id, 'registered', v_event.price, p_locale, v_event.is_remote, v_consented_at, p_consent_version)
    ON CONFLICT (event_id, visitor_id) DO NOTHING RETURNING id, token INTO registration_id, registration_token;
  ELSE
    PERFORM 1 FROM event_seats s WHERE s.event_id = p_event_id FOR UPDATE;
    UPDATE reg_for_the_event r SET status = 'registered', price = v_event.price, locale = p_locale, token = gen_random_uuid(), updated_at = now(),
      is_remote = v_event.is_remote, confirmed_at = NULL, consented_at = v_consented_at, consent_version = p_consent_version
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
  IF NOT take_seat(p_event_id, v_event.is_remote) THEN
    -- Full when looked at without the lock: look again under it, so that nobody queues beside a seat that has just been freed.
    PERFORM 1 FROM event_seats s WHERE s.event_id = p_event_id FOR UPDATE;
    IF NOT take_seat(p_event_id, v_event.is_remote) THEN
      IF NOT p_accept_waitlist THEN RAISE EXCEPTION 'sold_out' USING ERRCODE = 'TS001'; END IF;
      UPDATE reg_for_the_event r SET status = 'waitlisted', waitlisted_at = clock_timestamp() WHERE r.id = registration_id;
      UPDATE mails m SET kind = 'registration-waitlisted' WHERE m.id = v_mail_id;
      outcome := 'waitlisted';
    END IF;
  END IF;

  -- Cancelling an event or changing its sides locks its seats first: with the lock in hand what is read here is the truth.
  IF NOT EXISTS (SELECT 1 FROM events e WHERE e.id = p_event_id AND e.status = 'published') THEN
    RAISE EXCEPTION 'event_closed' USING ERRCODE = 'TS002';
  END IF;
  IF v_event.is_remote AND NOT EXISTS (SELECT 1 FROM events e WHERE e.id = p_event_id AND e.format = 'hybrid') THEN
    RAISE EXCEPTION 'sides_changed' USING ERRCODE = 'TS003';
  END IF;
  IF v_event.members_only THEN registration_token := NULL; END IF;
  RETURN NEXT;
END $$;
