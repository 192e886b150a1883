-- Webinars: the online side of an event, broadcast here. What is seen lies in the file store under media_key, what is said and done in these tables;
-- a server that starts anew knows all of it from here.

-- A place to watch is a webinar here or a link of the organizer's own.
ALTER TABLE "events"
  ADD COLUMN "has_webinar" BOOLEAN NOT NULL DEFAULT false,
  DROP CONSTRAINT "events_place_check",
  ADD CONSTRAINT "events_place_check" CHECK (
    ("format" = 'online' OR btrim("location") <> '')
    AND ("format" = 'offline' AND NOT "has_webinar" OR "format" <> 'offline' AND "has_webinar" = (btrim("online_url") = '')));

CREATE TABLE "webinars" (
  "event_id" INTEGER NOT NULL,
  "media_key" UUID NOT NULL DEFAULT gen_random_uuid(),
  "state" VARCHAR(10) NOT NULL DEFAULT 'waiting',
  "started_at" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  "paused_at" TIMESTAMPTZ(3),
  "rewatch" VARCHAR(10) NOT NULL DEFAULT 'registered',
  "viewers_may_download" BOOLEAN NOT NULL DEFAULT false,
  "retention_days" INTEGER,
  "slow_mode_seconds" INTEGER NOT NULL DEFAULT 0,
  "blocked_words" TEXT[] NOT NULL DEFAULT '{}',
  "bytes" BIGINT NOT NULL DEFAULT 0,
  "compacted_at" TIMESTAMPTZ(3),
  "highlights_at" TIMESTAMPTZ(3),
  "questions_at" TIMESTAMPTZ(3),
  "attendance_at" TIMESTAMPTZ(3),
  "removed_at" TIMESTAMPTZ(3),
  "file_state" VARCHAR(10) NOT NULL DEFAULT 'none',
  "file_bytes" BIGINT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinars_pkey" PRIMARY KEY ("event_id"),
  CONSTRAINT "webinars_state_check" CHECK ("state" IN ('waiting', 'live', 'ended')),
  CONSTRAINT "webinars_started_check" CHECK (("state" = 'waiting') = ("started_at" IS NULL)),
  CONSTRAINT "webinars_ended_check" CHECK (("state" = 'ended') = ("ended_at" IS NOT NULL)),
  CONSTRAINT "webinars_paused_check" CHECK ("paused_at" IS NULL OR "state" = 'live'),
  CONSTRAINT "webinars_rewatch_check" CHECK ("rewatch" IN ('hosts', 'registered', 'group', 'everyone')),
  CONSTRAINT "webinars_retention_check" CHECK ("retention_days" BETWEEN 1 AND 3650),
  CONSTRAINT "webinars_slow_mode_check" CHECK ("slow_mode_seconds" BETWEEN 0 AND 600),
  CONSTRAINT "webinars_words_check" CHECK (cardinality("blocked_words") <= 200),
  CONSTRAINT "webinars_bytes_check" CHECK ("bytes" >= 0),
  CONSTRAINT "webinars_file_check" CHECK ("file_state" IN ('none', 'queued', 'ready', 'failed') AND ("file_state" = 'ready') = ("file_bytes" IS NOT NULL)),
  CONSTRAINT "webinars_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "webinars_media_key_key" ON "webinars" ("media_key");
CREATE INDEX "webinars_live" ON "webinars" ("event_id") WHERE "state" = 'live';

-- Who else may broadcast and moderate.
CREATE TABLE "webinar_hosts" (
  "event_id" INTEGER NOT NULL,
  "account_id" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_hosts_pkey" PRIMARY KEY ("event_id", "account_id"),
  CONSTRAINT "webinar_hosts_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webinar_hosts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webinar_hosts_account_id_idx" ON "webinar_hosts" ("account_id");

-- One life of a host's page: an init segment of its own, then segments from 0 without a gap.
CREATE TABLE "webinar_epochs" (
  "event_id" INTEGER NOT NULL,
  "epoch" INTEGER NOT NULL,
  "host_id" INTEGER NOT NULL,
  "secret" UUID NOT NULL,
  "is_rehearsal" BOOLEAN NOT NULL DEFAULT false,
  "codecs" VARCHAR(100) NOT NULL DEFAULT '',
  "init_bytes" INTEGER NOT NULL DEFAULT 0,
  "is_compacted" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_epochs_pkey" PRIMARY KEY ("event_id", "epoch"),
  CONSTRAINT "webinar_epochs_epoch_check" CHECK ("epoch" BETWEEN 1 AND 10000),
  CONSTRAINT "webinar_epochs_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webinar_epochs_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "webinar_epochs_event_id_secret_key" ON "webinar_epochs" ("event_id", "secret");

-- `at` is our clock at the start of the segment, `stored_at` when it came; `byte_offset` is its place in the one file of the epoch, once there is one.
CREATE TABLE "webinar_segments" (
  "event_id" INTEGER NOT NULL,
  "epoch" INTEGER NOT NULL,
  "seq" INTEGER NOT NULL,
  "duration" DOUBLE PRECISION NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "bytes" INTEGER NOT NULL,
  "byte_offset" BIGINT,
  "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_segments_pkey" PRIMARY KEY ("event_id", "epoch", "seq"),
  CONSTRAINT "webinar_segments_seq_check" CHECK ("seq" >= 0),
  CONSTRAINT "webinar_segments_duration_check" CHECK ("duration" > 0 AND "duration" <= 15),
  CONSTRAINT "webinar_segments_bytes_check" CHECK ("bytes" > 0),
  CONSTRAINT "webinar_segments_event_id_epoch_fkey" FOREIGN KEY ("event_id", "epoch") REFERENCES "webinar_epochs" ("event_id", "epoch") ON DELETE CASCADE ON UPDATE CASCADE
);

/* No hole in the recording: the first segment of an epoch is 0, and each has the one before it. */
CREATE FUNCTION check_segment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq > 0 AND NOT EXISTS (SELECT 1 FROM webinar_segments WHERE event_id = NEW.event_id AND epoch = NEW.epoch AND seq = NEW.seq - 1) THEN
    RAISE EXCEPTION 'segment_gap' USING ERRCODE = 'TS040';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "webinar_segments_contiguous" BEFORE INSERT ON "webinar_segments" FOR EACH ROW EXECUTE FUNCTION check_segment();

-- Somebody in the room: by a registration (a guest's too), or by an account, as a host or to watch again as a member of the group. `device` is the one that watches: the newest takes over.
CREATE TABLE "webinar_viewers" (
  "id" SERIAL NOT NULL,
  "event_id" INTEGER NOT NULL,
  "registration_id" INTEGER,
  "account_id" INTEGER,
  "name" VARCHAR(100) NOT NULL,
  "device" UUID,
  "watched_seconds" INTEGER NOT NULL DEFAULT 0,
  "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "muted_at" TIMESTAMPTZ(3),
  "removed_at" TIMESTAMPTZ(3),
  CONSTRAINT "webinar_viewers_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webinar_viewers_one_check" CHECK (num_nonnulls("registration_id", "account_id") = 1),
  CONSTRAINT "webinar_viewers_watched_check" CHECK ("watched_seconds" >= 0),
  CONSTRAINT "webinar_viewers_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webinar_viewers_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "reg_for_the_event" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webinar_viewers_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "webinar_viewers_event_id_registration_id_key" ON "webinar_viewers" ("event_id", "registration_id");
CREATE UNIQUE INDEX "webinar_viewers_event_id_account_id_key" ON "webinar_viewers" ("event_id", "account_id");
CREATE UNIQUE INDEX "webinar_viewers_id_event_id_key" ON "webinar_viewers" ("id", "event_id");
CREATE INDEX "webinar_viewers_registration_id_idx" ON "webinar_viewers" ("registration_id");
CREATE INDEX "webinar_viewers_account_id_idx" ON "webinar_viewers" ("account_id");

CREATE TABLE "webinar_messages" (
  "id" SERIAL NOT NULL,
  "event_id" INTEGER NOT NULL,
  "viewer_id" INTEGER NOT NULL,
  "body" VARCHAR(1000) NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "hidden_at" TIMESTAMPTZ(3),
  CONSTRAINT "webinar_messages_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webinar_messages_body_check" CHECK (btrim("body") <> ''),
  CONSTRAINT "webinar_messages_viewer_id_event_id_fkey" FOREIGN KEY ("viewer_id", "event_id") REFERENCES "webinar_viewers" ("id", "event_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webinar_messages_event_id_id_idx" ON "webinar_messages" ("event_id", "id");
CREATE INDEX "webinar_messages_viewer_id_at_idx" ON "webinar_messages" ("viewer_id", "at");

CREATE TABLE "webinar_questions" (
  "id" SERIAL NOT NULL,
  "event_id" INTEGER NOT NULL,
  "viewer_id" INTEGER NOT NULL,
  "body" VARCHAR(500) NOT NULL,
  "votes" INTEGER NOT NULL DEFAULT 0,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "pinned_at" TIMESTAMPTZ(3),
  "answered_at" TIMESTAMPTZ(3),
  "hidden_at" TIMESTAMPTZ(3),
  CONSTRAINT "webinar_questions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webinar_questions_body_check" CHECK (btrim("body") <> ''),
  CONSTRAINT "webinar_questions_votes_check" CHECK ("votes" >= 0),
  CONSTRAINT "webinar_questions_viewer_id_event_id_fkey" FOREIGN KEY ("viewer_id", "event_id") REFERENCES "webinar_viewers" ("id", "event_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webinar_questions_event_id_id_idx" ON "webinar_questions" ("event_id", "id");
CREATE UNIQUE INDEX "webinar_questions_id_event_id_key" ON "webinar_questions" ("id", "event_id");

CREATE TABLE "webinar_votes" (
  "question_id" INTEGER NOT NULL,
  "viewer_id" INTEGER NOT NULL,
  "event_id" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_votes_pkey" PRIMARY KEY ("question_id", "viewer_id"),
  CONSTRAINT "webinar_votes_question_id_event_id_fkey" FOREIGN KEY ("question_id", "event_id") REFERENCES "webinar_questions" ("id", "event_id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webinar_votes_viewer_id_event_id_fkey" FOREIGN KEY ("viewer_id", "event_id") REFERENCES "webinar_viewers" ("id", "event_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webinar_votes_event_id_at_idx" ON "webinar_votes" ("event_id", "at");

CREATE FUNCTION count_votes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE webinar_questions SET votes = votes + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
  WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.question_id ELSE OLD.question_id END;
  RETURN NULL;
END $$;
CREATE TRIGGER "webinar_votes_counted" AFTER INSERT OR DELETE ON "webinar_votes" FOR EACH ROW EXECUTE FUNCTION count_votes();

-- Merged: one row for a second and a sign.
CREATE TABLE "webinar_reactions" (
  "event_id" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(0) NOT NULL,
  "sign" VARCHAR(10) NOT NULL,
  "reactions" INTEGER NOT NULL,
  CONSTRAINT "webinar_reactions_pkey" PRIMARY KEY ("event_id", "at", "sign"),
  CONSTRAINT "webinar_reactions_sign_check" CHECK ("sign" IN ('like', 'clap', 'laugh', 'wow', 'heart')),
  CONSTRAINT "webinar_reactions_check" CHECK ("reactions" > 0),
  CONSTRAINT "webinar_reactions_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "webinar_polls" (
  "id" SERIAL NOT NULL,
  "event_id" INTEGER NOT NULL,
  "question" VARCHAR(200) NOT NULL,
  "options" TEXT[] NOT NULL,
  "is_multiple" BOOLEAN NOT NULL DEFAULT false,
  "opened_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_polls_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webinar_polls_question_check" CHECK (btrim("question") <> ''),
  CONSTRAINT "webinar_polls_options_check" CHECK (cardinality("options") BETWEEN 2 AND 10),
  CONSTRAINT "webinar_polls_closed_check" CHECK ("closed_at" IS NULL OR "opened_at" IS NOT NULL),
  CONSTRAINT "webinar_polls_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webinar_polls_event_id_id_idx" ON "webinar_polls" ("event_id", "id");
CREATE UNIQUE INDEX "webinar_polls_id_event_id_key" ON "webinar_polls" ("id", "event_id");

CREATE TABLE "webinar_poll_votes" (
  "poll_id" INTEGER NOT NULL,
  "viewer_id" INTEGER NOT NULL,
  "event_id" INTEGER NOT NULL,
  "choices" INTEGER[] NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_poll_votes_pkey" PRIMARY KEY ("poll_id", "viewer_id"),
  CONSTRAINT "webinar_poll_votes_choices_check" CHECK (cardinality("choices") BETWEEN 1 AND 10),
  CONSTRAINT "webinar_poll_votes_poll_id_event_id_fkey" FOREIGN KEY ("poll_id", "event_id") REFERENCES "webinar_polls" ("id", "event_id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webinar_poll_votes_viewer_id_event_id_fkey" FOREIGN KEY ("viewer_id", "event_id") REFERENCES "webinar_viewers" ("id", "event_id") ON DELETE CASCADE ON UPDATE CASCADE
);

/* A vote is for what there is, once each, and for one thing only where one may be chosen; an open poll takes it. TS041 otherwise. */
CREATE FUNCTION check_poll_vote() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v record;
BEGIN
  SELECT p.is_multiple, cardinality(p.options) AS options, p.opened_at IS NOT NULL AND p.closed_at IS NULL AS is_open INTO v
  FROM webinar_polls p WHERE p.id = NEW.poll_id FOR SHARE;
  IF NOT v.is_open OR NOT v.is_multiple AND cardinality(NEW.choices) > 1
     OR EXISTS (SELECT 1 FROM unnest(NEW.choices) c WHERE c IS NULL OR c < 0 OR c >= v.options)
     OR cardinality(NEW.choices) <> (SELECT count(DISTINCT c) FROM unnest(NEW.choices) c) THEN
    RAISE EXCEPTION 'poll_vote' USING ERRCODE = 'TS041';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "webinar_poll_votes_allowed" BEFORE INSERT OR UPDATE ON "webinar_poll_votes" FOR EACH ROW EXECUTE FUNCTION check_poll_vote();

-- How many watched in each ten seconds.
CREATE TABLE "webinar_presence" (
  "event_id" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(0) NOT NULL,
  "viewers" INTEGER NOT NULL,
  CONSTRAINT "webinar_presence_pkey" PRIMARY KEY ("event_id", "at"),
  CONSTRAINT "webinar_presence_check" CHECK ("viewers" >= 0),
  CONSTRAINT "webinar_presence_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Seconds of the recording.
CREATE TABLE "webinar_chapters" (
  "id" SERIAL NOT NULL,
  "event_id" INTEGER NOT NULL,
  "start" DOUBLE PRECISION NOT NULL,
  "title" VARCHAR(150) NOT NULL,
  CONSTRAINT "webinar_chapters_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webinar_chapters_start_check" CHECK ("start" >= 0),
  CONSTRAINT "webinar_chapters_title_check" CHECK (btrim("title") <> ''),
  CONSTRAINT "webinar_chapters_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "webinar_chapters_event_id_start_key" ON "webinar_chapters" ("event_id", "start");

-- `origin`: audience (found by the job), mark (the host's button during the live), host (made or changed afterwards; the job leaves those alone).
CREATE TABLE "webinar_highlights" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "event_id" INTEGER NOT NULL,
  "start" DOUBLE PRECISION NOT NULL,
  "finish" DOUBLE PRECISION NOT NULL,
  "title" VARCHAR(150) NOT NULL DEFAULT '',
  "origin" VARCHAR(10) NOT NULL,
  "score" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "clip_state" VARCHAR(10) NOT NULL DEFAULT 'none',
  "clip_bytes" BIGINT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_highlights_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webinar_highlights_time_check" CHECK ("start" >= 0 AND "finish" > "start" AND "finish" - "start" <= 600),
  CONSTRAINT "webinar_highlights_origin_check" CHECK ("origin" IN ('audience', 'mark', 'host')),
  CONSTRAINT "webinar_highlights_clip_check" CHECK ("clip_state" IN ('none', 'queued', 'ready', 'failed') AND ("clip_state" = 'ready') = ("clip_bytes" IS NOT NULL)),
  CONSTRAINT "webinar_highlights_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webinar_highlights_event_id_start_idx" ON "webinar_highlights" ("event_id", "start");

CREATE TABLE "webinar_captions" (
  "event_id" INTEGER NOT NULL,
  "language" VARCHAR(10) NOT NULL,
  "bytes" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_captions_pkey" PRIMARY KEY ("event_id", "language"),
  CONSTRAINT "webinar_captions_language_check" CHECK ("language" ~ '^[a-z]{2}$'),
  CONSTRAINT "webinar_captions_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- A recording is told of once, however often the job runs.
CREATE UNIQUE INDEX "mails_webinar_recording_once" ON "mails" ("registration_id") WHERE "kind" = 'webinar-recording';

-- All that happens in a room, in the order in which it became true: the event stream is sent and replayed from here. One writer of a room at a
-- time, so that a later id is never seen before an earlier one.
CREATE TABLE "webinar_log" (
  "id" BIGSERIAL NOT NULL,
  "event_id" INTEGER NOT NULL,
  "kind" VARCHAR(20) NOT NULL,
  "data" JSONB NOT NULL DEFAULT '{}',
  "for_hosts" BOOLEAN NOT NULL DEFAULT false,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webinar_log_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webinar_log_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webinars" ("event_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "webinar_log_event_id_id_idx" ON "webinar_log" ("event_id", "id");

/* Writes down what happened in a room and wakes every web process; gives the id. */
CREATE FUNCTION log_webinar(p_event_id integer, p_kind text, p_data jsonb, p_for_hosts boolean DEFAULT false) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
BEGIN
  PERFORM pg_advisory_xact_lock('webinar_log'::regclass::oid::integer, p_event_id);
  INSERT INTO webinar_log (event_id, kind, data, for_hosts, at) VALUES (p_event_id, p_kind, p_data, p_for_hosts, clock_timestamp()) RETURNING id INTO v_id;
  PERFORM pg_notify('webinar', p_event_id || ':log');
  RETURN v_id;
END $$;

/*
 * Keeps a segment that is in the file store already, adds it to what the recording takes, and tells every web process of it. False if it was
 * there; TS040 where one before it is missing. What comes late, when the others are one file already, is put behind them by the next turn of the job.
 */
CREATE FUNCTION add_segment(p_event_id integer, p_epoch integer, p_seq integer, p_duration double precision, p_at timestamptz, p_bytes integer)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO webinar_segments (event_id, epoch, seq, duration, at, bytes) VALUES (p_event_id, p_epoch, p_seq, p_duration, p_at, p_bytes)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE webinars SET bytes = bytes + p_bytes, compacted_at = NULL WHERE event_id = p_event_id;
  PERFORM pg_notify('webinar', p_event_id || ':segment ' || json_build_object('epoch', p_epoch, 'seq', p_seq, 'duration', p_duration, 'at', p_at, 'bytes', p_bytes));
  RETURN true;
END $$;

/* Somebody enters a room by a device, which is the one that watches from then on; the room is made if nobody was there before. Gives the viewer. */
CREATE FUNCTION enter_webinar(p_event_id integer, p_registration_id integer, p_account_id integer, p_name text, p_device uuid) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_id integer;
BEGIN
  INSERT INTO webinars (event_id) VALUES (p_event_id) ON CONFLICT DO NOTHING;
  INSERT INTO webinar_viewers (event_id, registration_id, account_id, name) VALUES (p_event_id, p_registration_id, p_account_id, p_name)
  ON CONFLICT DO NOTHING;
  UPDATE webinar_viewers SET device = p_device, name = p_name, last_seen_at = now()
  WHERE event_id = p_event_id AND (registration_id = p_registration_id OR account_id = p_account_id) RETURNING id INTO v_id;
  RETURN v_id;
END $$;

-- Web processes remember who may be in a room. Whatever changes that, by whichever way, tells them of it: they look it up once more.

CREATE FUNCTION tell_of_viewer() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webinar', OLD.event_id || ':viewer ' || OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER "webinar_viewers_changed" AFTER UPDATE OF "device", "removed_at" ON "webinar_viewers" FOR EACH ROW
WHEN ((OLD."device", OLD."removed_at") IS DISTINCT FROM (NEW."device", NEW."removed_at")) EXECUTE FUNCTION tell_of_viewer();
CREATE TRIGGER "webinar_viewers_gone" AFTER DELETE ON "webinar_viewers" FOR EACH ROW EXECUTE FUNCTION tell_of_viewer();

CREATE FUNCTION tell_of_registration() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webinar', event_id || ':viewer ' || id) FROM webinar_viewers WHERE registration_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "registrations_entry_changed" AFTER UPDATE OF "status", "price", "billed_amount", "refund_amount", "is_remote" ON "reg_for_the_event" FOR EACH ROW
WHEN ((OLD."status", OLD."price", OLD."billed_amount", OLD."refund_amount", OLD."is_remote")
  IS DISTINCT FROM (NEW."status", NEW."price", NEW."billed_amount", NEW."refund_amount", NEW."is_remote"))
EXECUTE FUNCTION tell_of_registration();

CREATE FUNCTION tell_of_host() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  h webinar_hosts := coalesce(NEW, OLD);
BEGIN
  PERFORM pg_notify('webinar', event_id || ':viewer ' || id) FROM webinar_viewers WHERE event_id = h.event_id AND account_id = h.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "webinar_hosts_changed" AFTER INSERT OR DELETE ON "webinar_hosts" FOR EACH ROW EXECUTE FUNCTION tell_of_host();

CREATE FUNCTION tell_of_member() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  m group_members := coalesce(NEW, OLD);
BEGIN
  PERFORM pg_notify('webinar', v.event_id || ':viewer ' || v.id) FROM webinar_viewers v JOIN events e ON e.id = v.event_id
  WHERE v.account_id = m.account_id AND e.group_id = m.group_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "group_members_entry_changed" AFTER INSERT OR DELETE ON "group_members" FOR EACH ROW EXECUTE FUNCTION tell_of_member();

CREATE FUNCTION tell_of_account() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webinar', event_id || ':viewer ' || id) FROM webinar_viewers WHERE account_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER "accounts_entry_changed" AFTER UPDATE OF "role", "deleted_at" ON "accounts" FOR EACH ROW
WHEN ((OLD."role", OLD."deleted_at") IS DISTINCT FROM (NEW."role", NEW."deleted_at")) EXECUTE FUNCTION tell_of_account();

CREATE FUNCTION tell_of_event() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webinar', NEW.id || ':access');
  RETURN NULL;
END $$;
CREATE TRIGGER "events_entry_changed" AFTER UPDATE OF "status", "format", "has_webinar", "organizer_id", "group_id" ON "events" FOR EACH ROW
WHEN ((OLD."has_webinar" OR NEW."has_webinar") AND (OLD."status", OLD."format", OLD."has_webinar", OLD."organizer_id", OLD."group_id")
  IS DISTINCT FROM (NEW."status", NEW."format", NEW."has_webinar", NEW."organizer_id", NEW."group_id"))
EXECUTE FUNCTION tell_of_event();

CREATE FUNCTION tell_of_webinar() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webinar', OLD.event_id || ':room');
  RETURN NULL;
END $$;
CREATE TRIGGER "webinars_entry_changed" AFTER UPDATE OF "rewatch" ON "webinars" FOR EACH ROW
WHEN (OLD."rewatch" <> NEW."rewatch") EXECUTE FUNCTION tell_of_webinar();
CREATE TRIGGER "webinars_gone" AFTER DELETE ON "webinars" FOR EACH ROW EXECUTE FUNCTION tell_of_webinar();

-- Passes of people who are logged in know their session by this.
CREATE INDEX "sessions_mark" ON "sessions" (md5("sid"));
CREATE FUNCTION tell_of_login() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webinar', ':login ' || md5(OLD.sid));
  RETURN NULL;
END $$;
CREATE TRIGGER "sessions_ended" AFTER DELETE ON "sessions" FOR EACH ROW EXECUTE FUNCTION tell_of_login();
