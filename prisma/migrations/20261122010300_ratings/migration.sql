-- Mutual ratings. All that makes one fair is kept here: one for each side of a registration, only after the end, only by and about those who
-- were there, within 14 days, and neither side is shown before both are in or those days are over.

-- `author_id`: the account that was logged in. Without one, by the link of a registration, a review has the name of the registration and
-- nobody's profile: a registration under somebody else's address must not speak for them.
CREATE TABLE "event_ratings" (
  "id" SERIAL NOT NULL,
  "registration_id" INTEGER NOT NULL,
  "event_id" INTEGER NOT NULL,
  "author_id" INTEGER,
  "stars" SMALLINT NOT NULL,
  "content" SMALLINT,
  "organization" SMALLINT,
  "place" SMALLINT,
  "words" VARCHAR(3000) NOT NULL DEFAULT '',
  "published_at" TIMESTAMPTZ(3),
  "reply" VARCHAR(2000) NOT NULL DEFAULT '',
  "replied_at" TIMESTAMPTZ(3),
  "hidden_at" TIMESTAMPTZ(3),
  "hidden_by_id" INTEGER,
  "hidden_reason" VARCHAR(300) NOT NULL DEFAULT '',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "event_ratings_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "event_ratings_stars_check" CHECK ("stars" BETWEEN 1 AND 5),
  CONSTRAINT "event_ratings_content_check" CHECK ("content" BETWEEN 1 AND 5),
  CONSTRAINT "event_ratings_organization_check" CHECK ("organization" BETWEEN 1 AND 5),
  CONSTRAINT "event_ratings_place_check" CHECK ("place" BETWEEN 1 AND 5),
  CONSTRAINT "event_ratings_reply_check" CHECK (("reply" <> '') = ("replied_at" IS NOT NULL) AND ("reply" = '' OR "published_at" IS NOT NULL)),
  CONSTRAINT "event_ratings_hidden_check" CHECK (("hidden_at" IS NULL) = ("hidden_by_id" IS NULL) AND ("hidden_at" IS NULL OR btrim("hidden_reason") <> '')),
  CONSTRAINT "event_ratings_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "reg_for_the_event" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "event_ratings_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "event_ratings_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "accounts" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "event_ratings_hidden_by_id_fkey" FOREIGN KEY ("hidden_by_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "event_ratings_registration_id_key" ON "event_ratings" ("registration_id");
CREATE INDEX "event_ratings_author_id_idx" ON "event_ratings" ("author_id");
CREATE INDEX "event_ratings_event_id_id_idx" ON "event_ratings" ("event_id", "id");

CREATE TABLE "participant_ratings" (
  "id" SERIAL NOT NULL,
  "registration_id" INTEGER NOT NULL,
  "event_id" INTEGER NOT NULL,
  "stars" SMALLINT NOT NULL,
  "presence" VARCHAR(10) NOT NULL,
  "words" VARCHAR(2000) NOT NULL DEFAULT '',
  "published_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "participant_ratings_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "participant_ratings_stars_check" CHECK ("stars" BETWEEN 1 AND 5),
  CONSTRAINT "participant_ratings_presence_check" CHECK ("presence" IN ('came', 'missed', 'warned')),
  CONSTRAINT "participant_ratings_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "reg_for_the_event" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "participant_ratings_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "participant_ratings_registration_id_key" ON "participant_ratings" ("registration_id");
CREATE INDEX "participant_ratings_event_id_id_idx" ON "participant_ratings" ("event_id", "id");

/* How long after the end of an event a rating may be given, and the sides wait for each other. */
CREATE FUNCTION rating_window() RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT interval '14 days' $$;

/*
 * A new rating: TS010 before the end or of an event that was not held, TS011 when the days for it are over, TS012 from or about somebody who was not there,
 * TS017 from or about the organizer.
 * The registration is locked, so that of two sides at the same moment the second one sees the first.
 */
CREATE FUNCTION check_new_rating() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v record;
BEGIN
  SELECT r.event_id, r.status, r.cancelled_by, e.end_at, e.status AS held, lower(p.email_address) = lower(a.email) AS is_own INTO v
  FROM reg_for_the_event r JOIN events e ON e.id = r.event_id JOIN visitors p ON p.id = r.visitor_id JOIN accounts a ON a.id = e.organizer_id
  WHERE r.id = NEW.registration_id FOR NO KEY UPDATE OF r;
  NEW.event_id := v.event_id;
  IF v.is_own THEN RAISE EXCEPTION 'own_event' USING ERRCODE = 'TS017'; END IF;
  IF NEW.created_at < v.end_at OR v.held <> 'published' THEN RAISE EXCEPTION 'not_ended' USING ERRCODE = 'TS010'; END IF;
  IF NEW.created_at >= v.end_at + rating_window() THEN RAISE EXCEPTION 'rating_closed' USING ERRCODE = 'TS011'; END IF;
  IF TG_TABLE_NAME = 'event_ratings' AND v.status <> 'attended'
     OR TG_TABLE_NAME = 'participant_ratings' AND v.status NOT IN ('registered', 'attended', 'no_show')
        AND NOT (v.status = 'cancelled' AND v.cancelled_by IS NOT DISTINCT FROM 'visitor') THEN
    RAISE EXCEPTION 'not_present' USING ERRCODE = 'TS012';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "event_ratings_new" BEFORE INSERT ON "event_ratings" FOR EACH ROW EXECUTE FUNCTION check_new_rating();
CREATE TRIGGER "participant_ratings_new" BEFORE INSERT ON "participant_ratings" FOR EACH ROW EXECUTE FUNCTION check_new_rating();

/* A change: TS013 after 30 days; TS014 to fewer stars once the other side could be seen: that would be revenge. */
CREATE FUNCTION check_changed_rating() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.registration_id <> OLD.registration_id OR NEW.event_id <> OLD.event_id OR NEW.created_at <> OLD.created_at
     OR NEW.updated_at >= OLD.created_at + interval '30 days' THEN
    RAISE EXCEPTION 'rating_fixed' USING ERRCODE = 'TS013';
  END IF;
  IF OLD.published_at IS NOT NULL AND NEW.stars < OLD.stars THEN RAISE EXCEPTION 'rating_lowered' USING ERRCODE = 'TS014'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "event_ratings_changed" BEFORE UPDATE OF "registration_id", "event_id", "created_at", "stars", "content", "organization", "place", "words"
  ON "event_ratings" FOR EACH ROW EXECUTE FUNCTION check_changed_rating();
CREATE TRIGGER "participant_ratings_changed" BEFORE UPDATE OF "registration_id", "event_id", "created_at", "stars", "presence", "words"
  ON "participant_ratings" FOR EACH ROW EXECUTE FUNCTION check_changed_rating();

/* Both sides are in: they are published together, at the moment of the second one. */
CREATE FUNCTION publish_both() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM event_ratings WHERE registration_id = NEW.registration_id)
     AND EXISTS (SELECT 1 FROM participant_ratings WHERE registration_id = NEW.registration_id) THEN
    UPDATE event_ratings SET published_at = NEW.created_at WHERE registration_id = NEW.registration_id AND published_at IS NULL;
    UPDATE participant_ratings SET published_at = NEW.created_at WHERE registration_id = NEW.registration_id AND published_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "event_ratings_both" AFTER INSERT ON "event_ratings" FOR EACH ROW EXECUTE FUNCTION publish_both();
CREATE TRIGGER "participant_ratings_both" AFTER INSERT ON "participant_ratings" FOR EACH ROW EXECUTE FUNCTION publish_both();

/* Publishes what has waited for the other side for 14 days; says how many. Safe to run at any time, by anybody. */
CREATE FUNCTION publish_due_ratings(p_now timestamptz) RETURNS integer
LANGUAGE sql AS $$
  WITH over AS (
    SELECT id, end_at + rating_window() AS due_at FROM events WHERE status = 'published' AND end_at + rating_window() <= p_now
  ), of_events AS (
    UPDATE event_ratings r SET published_at = o.due_at FROM over o WHERE r.event_id = o.id AND r.published_at IS NULL RETURNING 1
  ), of_participants AS (
    UPDATE participant_ratings r SET published_at = o.due_at FROM over o WHERE r.event_id = o.id AND r.published_at IS NULL RETURNING 1
  )
  SELECT ((SELECT count(*) FROM of_events) + (SELECT count(*) FROM of_participants))::integer
$$;
CREATE INDEX "event_ratings_waiting" ON "event_ratings" ("event_id") WHERE "published_at" IS NULL;
CREATE INDEX "participant_ratings_waiting" ON "participant_ratings" ("event_id") WHERE "published_at" IS NULL;

/* Who has rated was there: the mark stays, or a bad review could be undone by it. */
CREATE FUNCTION keep_rated_attendance() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM event_ratings WHERE registration_id = NEW.id) THEN
    RAISE EXCEPTION 'rated' USING ERRCODE = 'TS015';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "registrations_rated" BEFORE UPDATE OF "status" ON "reg_for_the_event"
  FOR EACH ROW WHEN (OLD.status = 'attended' AND NEW.status <> 'attended') EXECUTE FUNCTION keep_rated_attendance();

/*
 * Whoever has the address of a visitor rates for them, and what is known of its owner is told to the organizer who has their registration. So an
 * organizer does not change it between the beginning of an event and the last day for its rating (TS018), and one that was changed tells
 * nothing until its owner has come by themselves.
 */
ALTER TABLE "visitors" ADD COLUMN "email_changed_at" TIMESTAMPTZ(3);
CREATE FUNCTION check_changed_address() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM reg_for_the_event r JOIN events e ON e.id = r.event_id LEFT JOIN event_ratings o ON o.registration_id = r.id
    WHERE r.visitor_id = NEW.id AND (o.created_at > now() - interval '30 days'
      OR e.status = 'published' AND r.status IN ('registered', 'attended') AND e.start_at <= now() AND e.end_at > now() - rating_window())
  ) THEN
    RAISE EXCEPTION 'address_rates' USING ERRCODE = 'TS018';
  END IF;
  NEW.email_changed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER "visitors_address" BEFORE UPDATE OF "email_address" ON "visitors"
  FOR EACH ROW WHEN (lower(NEW.email_address) <> lower(OLD.email_address) AND NEW.email_address NOT LIKE '%@deleted.invalid')
  EXECUTE FUNCTION check_changed_address();

/* An event that was rated is over. */
CREATE FUNCTION keep_rated_end() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM event_ratings WHERE event_id = NEW.id) OR EXISTS (SELECT 1 FROM participant_ratings WHERE event_id = NEW.id) THEN
    RAISE EXCEPTION 'event_rated' USING ERRCODE = 'TS016';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "events_rated" BEFORE UPDATE OF "end_at" ON "events"
  FOR EACH ROW WHEN (NEW.end_at > OLD.end_at) EXECUTE FUNCTION keep_rated_end();

-- What an event's published ratings come to; kept by triggers, so that pages of organizers and groups add up one row for an event.
CREATE TABLE "event_rating_totals" (
  "event_id" INTEGER NOT NULL,
  "ratings" INTEGER NOT NULL DEFAULT 0,
  "stars" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "event_rating_totals_pkey" PRIMARY KEY ("event_id"),
  CONSTRAINT "event_rating_totals_check" CHECK ("ratings" >= 0 AND "stars" BETWEEN "ratings" AND 5 * "ratings"),
  CONSTRAINT "event_rating_totals_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE FUNCTION add_up_ratings() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_event_id integer;
  v_ratings integer := 0;
  v_stars integer := 0;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    v_event_id := OLD.event_id;
    IF OLD.published_at IS NOT NULL AND OLD.hidden_at IS NULL THEN v_ratings := -1; v_stars := -OLD.stars; END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    v_event_id := NEW.event_id;
    IF NEW.published_at IS NOT NULL AND NEW.hidden_at IS NULL THEN v_ratings := v_ratings + 1; v_stars := v_stars + NEW.stars; END IF;
  END IF;
  IF v_ratings = 0 AND v_stars = 0 THEN RETURN NULL; END IF;
  INSERT INTO event_rating_totals AS t (event_id, ratings, stars) VALUES (v_event_id, 0, 0) ON CONFLICT DO NOTHING;
  UPDATE event_rating_totals SET ratings = ratings + v_ratings, stars = stars + v_stars WHERE event_id = v_event_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "event_ratings_total" AFTER INSERT OR UPDATE OR DELETE ON "event_ratings" FOR EACH ROW EXECUTE FUNCTION add_up_ratings();

/*
 * The average of many events, drawn to 4.2 as if eight people had said so besides: one 5 comes to 4.3, fifty of 4.8 on average to 4.7.
 * Null where nobody has rated.
 */
CREATE FUNCTION smoothed_rating(stars bigint, ratings bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN ratings > 0 THEN (8 * 4.2 + stars) / (8 + ratings) END::double precision
$$;

/*
 * How far one can rely on the owner of an address: what they came to, missed, and called off within the last day, and what organizers said
 * of them. For the eyes of an organizer (p_organizer_id) somebody without a confirmed account has only what happened at that
 * organizer's own events: nobody collects a record of people who never agreed to one. The same goes for who never came to the organizer of
 * their own accord: an address typed into a list of visitors, at first or in place of another, tells nothing of its owner.
 */
CREATE FUNCTION reliability(p_email text, p_organizer_id integer, p_now timestamptz)
RETURNS TABLE (attended integer, missed integer, late integer, ratings integer, stars integer)
LANGUAGE sql STABLE AS $$
  SELECT count(*) FILTER (WHERE r.status = 'attended')::integer,
    count(*) FILTER (WHERE r.status = 'no_show' AND p.presence IS DISTINCT FROM 'warned')::integer,
    count(*) FILTER (WHERE r.status = 'cancelled' AND r.cancelled_by = 'visitor' AND r.cancelled_at > e.start_at - interval '24 hours')::integer,
    count(p.id)::integer, coalesce(sum(p.stars), 0)::integer
  FROM visitors v JOIN reg_for_the_event r ON r.visitor_id = v.id JOIN events e ON e.id = r.event_id
    LEFT JOIN participant_ratings p ON p.registration_id = r.id AND p.published_at <= p_now
  WHERE lower(v.email_address) = lower(p_email) AND e.status = 'published' AND e.end_at <= p_now
    AND (p_organizer_id IS NULL OR r.organizer_id = p_organizer_id
      OR EXISTS (SELECT 1 FROM accounts a WHERE lower(a.email) = lower(p_email) AND a.email_confirmed_at IS NOT NULL)
        AND EXISTS (SELECT 1 FROM visitors o JOIN reg_for_the_event c ON c.visitor_id = o.id
          WHERE o.organizer_id = p_organizer_id AND lower(o.email_address) = lower(p_email)
            AND c.consented_at > coalesce(o.email_changed_at, '-infinity')))
$$;

/* The same as one number from 0 to 1 for the order of a waiting list; somebody new stands at 0.8. */
CREATE FUNCTION reliability_score(p_email text, p_organizer_id integer, p_now timestamptz) RETURNS double precision
LANGUAGE sql STABLE AS $$
  SELECT (0.8 * (attended + 3 * 0.8) / (attended + missed + 0.5 * late + 3) + 0.2 * (stars + 3 * 4) / (5.0 * (ratings + 3)))::double precision
  FROM reliability(p_email, p_organizer_id, p_now)
$$;

-- What people find wrong with a post or a review.
CREATE TABLE "complaints" (
  "id" SERIAL NOT NULL,
  "reporter_id" INTEGER NOT NULL,
  "post_id" INTEGER,
  "event_rating_id" INTEGER,
  "reason" VARCHAR(10) NOT NULL,
  "note" VARCHAR(500) NOT NULL DEFAULT '',
  "resolution" VARCHAR(10),
  "resolved_by_id" INTEGER,
  "resolved_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "complaints_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "complaints_one_check" CHECK (num_nonnulls("post_id", "event_rating_id") = 1),
  CONSTRAINT "complaints_reason_check" CHECK ("reason" IN ('spam', 'abuse', 'private', 'off_topic', 'other')),
  CONSTRAINT "complaints_resolution_check" CHECK (("resolution" IS NULL OR "resolution" IN ('hidden', 'kept')) AND ("resolution" IS NULL) = ("resolved_at" IS NULL) AND ("resolution" IS NULL) = ("resolved_by_id" IS NULL)),
  CONSTRAINT "complaints_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "complaints_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "complaints_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "complaints_event_rating_id_fkey" FOREIGN KEY ("event_rating_id") REFERENCES "event_ratings" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "complaints_reporter_id_post_id_key" ON "complaints" ("reporter_id", "post_id");
CREATE UNIQUE INDEX "complaints_reporter_id_event_rating_id_key" ON "complaints" ("reporter_id", "event_rating_id");
CREATE INDEX "complaints_post_id_idx" ON "complaints" ("post_id");
CREATE INDEX "complaints_event_rating_id_idx" ON "complaints" ("event_rating_id");

-- A rating is asked for once.
CREATE UNIQUE INDEX "mails_rating_request_once" ON "mails" ("registration_id") WHERE "kind" = 'rating-request';
