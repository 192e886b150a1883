-- A short tree of topics of two levels, free tags, and events that take place both somewhere and online.

ALTER TABLE "topics" ADD COLUMN "parent_id" INTEGER,
  ADD CONSTRAINT "topics_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "topics" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "topics_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  ADD CONSTRAINT "topics_name_check" CHECK (btrim("name_ru") <> '' AND btrim("name_en") <> '');
CREATE INDEX "topics_parent_id_idx" ON "topics" ("parent_id");

/* Two levels: what is above a topic has nothing above itself, and a topic with some below it stays on top. */
CREATE FUNCTION check_topic_level() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  -- One at a time: two moves at once could otherwise make a third level.
  PERFORM pg_advisory_xact_lock('topics'::regclass::oid::bigint);
  IF NEW.parent_id = NEW.id OR EXISTS (SELECT 1 FROM topics WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
     OR EXISTS (SELECT 1 FROM topics WHERE parent_id = NEW.id) THEN
    RAISE EXCEPTION 'topic_level' USING ERRCODE = 'TS030';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "topics_level" BEFORE INSERT OR UPDATE OF "parent_id" ON "topics"
  FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION check_topic_level();

INSERT INTO "topics" ("slug", "name_ru", "name_en", "icon", "position", "parent_id")
SELECT c.slug, c.name_ru, c.name_en, c.icon, c.position, p.id
FROM (VALUES
  ('jazz', 'Джаз', 'Jazz', 'vinyl', 1, 'music'),
  ('classical', 'Классика', 'Classical music', 'music-note-list', 2, 'music'),
  ('history', 'История', 'History', 'hourglass-split', 1, 'lectures'),
  ('programming', 'Программирование', 'Programming', 'code-slash', 1, 'tech'),
  ('languages', 'Языки', 'Languages', 'translate', 1, 'training'),
  ('running', 'Бег', 'Running', 'stopwatch', 1, 'sport'),
  ('hiking', 'Походы', 'Hiking', 'signpost-split', 2, 'sport'),
  ('theatre', 'Театр', 'Theatre', 'ticket-perforated', 1, 'art'),
  ('crafts', 'Ремёсла', 'Crafts', 'scissors', 2, 'art'),
  ('games', 'Настольные игры', 'Board games', 'dice-5', 1, 'social'),
  ('walks', 'Прогулки', 'City walks', 'map', 1, 'city')
) AS c (slug, name_ru, name_en, icon, position, parent)
JOIN "topics" p ON p.slug = c.parent;

-- A topic that events have is not deleted from under them.
ALTER TABLE "events" DROP CONSTRAINT "events_topic_id_fkey",
  ADD CONSTRAINT "events_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

/* Up to five tags, each once, in small letters, of at most 30 characters. */
CREATE FUNCTION are_tags(tags text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT cardinality(tags) <= 5 AND count(*) = count(DISTINCT tag) AND coalesce(bool_and(tag = lower(btrim(tag)) AND length(tag) BETWEEN 1 AND 30), true)
  FROM unnest(tags) AS tag
$$;

ALTER TABLE "events"
  ADD COLUMN "tags" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "online_limit" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "online_price" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "prefers_reliable" BOOLEAN NOT NULL DEFAULT false,
  DROP CONSTRAINT "events_format_check",
  DROP CONSTRAINT "events_place_check",
  ADD CONSTRAINT "events_tags_check" CHECK (are_tags("tags")),
  ADD CONSTRAINT "events_format_check" CHECK ("format" IN ('offline', 'online', 'hybrid')),
  ADD CONSTRAINT "events_place_check" CHECK (("format" = 'online' OR btrim("location") <> '') AND ("format" = 'offline' OR btrim("online_url") <> '')),
  ADD CONSTRAINT "events_online_limit_check" CHECK ("online_limit" BETWEEN 0 AND 1000000 AND ("online_limit" > 0) = ("format" = 'hybrid')),
  ADD CONSTRAINT "events_online_price_check" CHECK ("online_price" BETWEEN 0 AND 100000000 AND ("online_price" = 0 OR "format" = 'hybrid'));
CREATE INDEX "events_tags" ON "events" USING gin ("tags") WHERE "status" = 'published';

-- The search finds tags as it finds places. array_to_string is only stable, but of texts it always makes the same text.
DROP INDEX "events_search";
DROP FUNCTION event_search(text, text, text);
CREATE FUNCTION event_search(title text, location text, description text, tags text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  v_tags text := array_to_string(tags, ' ');
BEGIN
  RETURN setweight(to_tsvector('russian', title), 'A') || setweight(to_tsvector('english', title), 'A')
      || setweight(to_tsvector('russian', v_tags), 'B') || setweight(to_tsvector('english', v_tags), 'B')
      || setweight(to_tsvector('russian', location), 'B') || setweight(to_tsvector('english', location), 'B')
      || setweight(to_tsvector('russian', description), 'C') || setweight(to_tsvector('english', description), 'C');
END $$;
CREATE INDEX "events_search" ON "events" USING gin (event_search("title", "location", "description", "tags")) WHERE "status" = 'published';

-- The online side of a hybrid event has seats of its own. They are in the same row, so that one lock is enough for both sides.
ALTER TABLE "event_seats"
  ADD COLUMN "online_limit" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "online_taken" INTEGER NOT NULL DEFAULT 0,
  ADD CONSTRAINT "event_seats_online_check" CHECK ("online_taken" >= 0 AND "online_taken" <= "online_limit");

ALTER TABLE "reg_for_the_event"
  ADD COLUMN "is_remote" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "cancelled_at" TIMESTAMPTZ(3),
  ADD COLUMN "cancelled_by" VARCHAR(10),
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(3),
  ADD COLUMN "consented_at" TIMESTAMPTZ(3),
  ADD COLUMN "consent_version" VARCHAR(20),
  ADD CONSTRAINT "reg_for_the_event_cancelled_by_check" CHECK ("cancelled_by" IN ('visitor', 'organizer', 'event')),
  ADD CONSTRAINT "reg_for_the_event_consent_check" CHECK (("consented_at" IS NULL) = ("consent_version" IS NULL));
UPDATE "reg_for_the_event" SET "cancelled_at" = "updated_at" WHERE "status" = 'cancelled';
ALTER TABLE "reg_for_the_event" ADD CONSTRAINT "reg_for_the_event_cancelled_check" CHECK (("status" = 'cancelled') = ("cancelled_at" IS NOT NULL));

/* When a registration was cancelled, whoever does it; one that came back to life was not. */
CREATE FUNCTION stamp_cancellation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'cancelled' THEN
    NEW.cancelled_at := now();
  ELSE
    NEW.cancelled_at := NULL;
    NEW.cancelled_by := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "registrations_cancelled" BEFORE INSERT OR UPDATE ON "reg_for_the_event"
  FOR EACH ROW WHEN ((NEW.status = 'cancelled') <> (NEW.cancelled_at IS NOT NULL)) EXECUTE FUNCTION stamp_cancellation();
