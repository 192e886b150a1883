CREATE TABLE "accounts" (
  "id" SERIAL NOT NULL,
  "email" VARCHAR(254) NOT NULL,
  "password_hash" VARCHAR(100) NOT NULL,
  "first_name" VARCHAR(100) NOT NULL,
  "last_name" VARCHAR(100) NOT NULL,
  "role" VARCHAR(20) NOT NULL DEFAULT 'participant',
  "locale" VARCHAR(5) NOT NULL DEFAULT 'ru',
  "email_confirmed_at" TIMESTAMPTZ(3),
  "consented_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "accounts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "accounts_role_check" CHECK ("role" IN ('participant', 'organizer', 'admin'))
);
CREATE UNIQUE INDEX "accounts_email_key" ON "accounts" (lower("email"));

CREATE TABLE "account_tokens" (
  "id" SERIAL NOT NULL,
  "account_id" INTEGER NOT NULL,
  "purpose" VARCHAR(20) NOT NULL,
  "token_hash" BYTEA NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "account_tokens_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "account_tokens_purpose_check" CHECK ("purpose" IN ('reset-password', 'confirm-email')),
  CONSTRAINT "account_tokens_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "account_tokens_token_hash_key" ON "account_tokens" ("token_hash");
CREATE INDEX "account_tokens_account_id_purpose_idx" ON "account_tokens" ("account_id", "purpose");

CREATE TABLE "sessions" (
  "sid" VARCHAR NOT NULL,
  "sess" JSON NOT NULL,
  "expire" TIMESTAMP(6) NOT NULL,
  CONSTRAINT "sessions_pkey" PRIMARY KEY ("sid")
);
CREATE INDEX "sessions_expire_idx" ON "sessions" ("expire");
CREATE INDEX "sessions_account" ON "sessions" (("sess" ->> 'accountId'));

CREATE TABLE "rate_limits" (
  "key" VARCHAR(255) NOT NULL,
  "points" INTEGER NOT NULL DEFAULT 0,
  "expire" BIGINT,
  CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "topics" (
  "id" SERIAL NOT NULL,
  "slug" VARCHAR(40) NOT NULL,
  "name_ru" VARCHAR(80) NOT NULL,
  "name_en" VARCHAR(80) NOT NULL,
  "icon" VARCHAR(40) NOT NULL,
  "position" INTEGER NOT NULL,
  CONSTRAINT "topics_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "topics_slug_key" ON "topics" ("slug");
INSERT INTO "topics" ("slug", "name_ru", "name_en", "icon", "position") VALUES
  ('music', 'Музыка', 'Music', 'music-note-beamed', 1),
  ('lectures', 'Лекции', 'Lectures', 'book', 2),
  ('tech', 'Технологии', 'Technology', 'cpu', 3),
  ('training', 'Тренинги', 'Training', 'person-arms-up', 4),
  ('sport', 'Спорт', 'Sport', 'bicycle', 5),
  ('cinema', 'Кино', 'Cinema', 'film', 6),
  ('art', 'Искусство', 'Art', 'palette', 7),
  ('social', 'Знакомства', 'Meeting people', 'chat-heart', 8),
  ('city', 'Город', 'City', 'buildings', 9),
  ('food', 'Еда', 'Food', 'cup-hot', 10);

CREATE TABLE "events" (
  "id" SERIAL NOT NULL,
  "organizer_id" INTEGER NOT NULL,
  "title" VARCHAR(200) NOT NULL,
  "status" VARCHAR(20) NOT NULL DEFAULT 'draft',
  "description" TEXT NOT NULL DEFAULT '',
  "start_at" TIMESTAMPTZ(3) NOT NULL,
  "end_at" TIMESTAMPTZ(3) NOT NULL,
  "time_zone" VARCHAR(64) NOT NULL DEFAULT 'Europe/Moscow',
  "format" VARCHAR(20) NOT NULL DEFAULT 'offline',
  "location" VARCHAR(300) NOT NULL DEFAULT '',
  "online_url" VARCHAR(500) NOT NULL DEFAULT '',
  "visitor_limit" INTEGER NOT NULL,
  "price" INTEGER NOT NULL DEFAULT 0,
  "topic_id" INTEGER,
  "cover_motif" VARCHAR(40) NOT NULL DEFAULT '',
  "cancel_reason" VARCHAR(500) NOT NULL DEFAULT '',
  "cancelled_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "events_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "events_title_check" CHECK (btrim("title") <> ''),
  CONSTRAINT "events_status_check" CHECK ("status" IN ('draft', 'published', 'cancelled')),
  CONSTRAINT "events_cancelled_check" CHECK (("status" = 'cancelled') = ("cancelled_at" IS NOT NULL)),
  CONSTRAINT "events_time_check" CHECK ("end_at" > "start_at"),
  CONSTRAINT "events_format_check" CHECK ("format" IN ('offline', 'online')),
  CONSTRAINT "events_place_check" CHECK (CASE "format" WHEN 'offline' THEN btrim("location") <> '' ELSE btrim("online_url") <> '' END),
  CONSTRAINT "events_visitor_limit_check" CHECK ("visitor_limit" BETWEEN 1 AND 1000000),
  CONSTRAINT "events_price_check" CHECK ("price" BETWEEN 0 AND 100000000),
  CONSTRAINT "events_organizer_id_fkey" FOREIGN KEY ("organizer_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "events_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "events_id_organizer_id_key" ON "events" ("id", "organizer_id");
CREATE INDEX "events_organizer_id_start_at_id_idx" ON "events" ("organizer_id", "start_at", "id");
CREATE INDEX "events_topic_id_idx" ON "events" ("topic_id");

CREATE TABLE "event_seats" (
  "event_id" INTEGER NOT NULL,
  "seat_limit" INTEGER NOT NULL,
  "seats_taken" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "event_seats_pkey" PRIMARY KEY ("event_id"),
  CONSTRAINT "event_seats_check" CHECK ("seats_taken" >= 0 AND "seats_taken" <= "seat_limit"),
  CONSTRAINT "event_seats_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Names sort as people expect (ё beside е, case aside), whatever the locale of the cluster.
CREATE TABLE "visitors" (
  "id" SERIAL NOT NULL,
  "organizer_id" INTEGER NOT NULL,
  "first_name" VARCHAR(100) COLLATE "und-x-icu" NOT NULL,
  "last_name" VARCHAR(100) COLLATE "und-x-icu" NOT NULL,
  "phone_number" VARCHAR(16),
  "email_address" VARCHAR(254) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "visitors_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "visitors_phone_check" CHECK ("phone_number" ~ '^\+[1-9][0-9]{5,14}$'),
  CONSTRAINT "visitors_organizer_id_fkey" FOREIGN KEY ("organizer_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "visitors_id_organizer_id_key" ON "visitors" ("id", "organizer_id");
CREATE UNIQUE INDEX "visitors_email_key" ON "visitors" ("organizer_id", lower("email_address"));
CREATE INDEX "visitors_email" ON "visitors" (lower("email_address"));
CREATE INDEX "visitors_organizer_id_last_name_first_name_id_idx" ON "visitors" ("organizer_id", "last_name", "first_name", "id");
CREATE INDEX "visitors_organizer_id_created_at_id_idx" ON "visitors" ("organizer_id", "created_at", "id");

CREATE TABLE "reg_for_the_event" (
  "id" SERIAL NOT NULL,
  "organizer_id" INTEGER NOT NULL,
  "event_id" INTEGER NOT NULL,
  "visitor_id" INTEGER NOT NULL,
  "status" VARCHAR(20) NOT NULL DEFAULT 'registered',
  "price" INTEGER NOT NULL DEFAULT 0,
  "billed_amount" INTEGER NOT NULL DEFAULT 0,
  "refund_amount" INTEGER NOT NULL DEFAULT 0,
  "billed_at" TIMESTAMPTZ(3),
  "refunded_at" TIMESTAMPTZ(3),
  "waitlisted_at" TIMESTAMPTZ(6),
  "token" UUID NOT NULL DEFAULT gen_random_uuid(),
  "locale" VARCHAR(5) NOT NULL DEFAULT 'ru',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "reg_for_the_event_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "reg_for_the_event_status_check" CHECK ("status" IN ('registered', 'waitlisted', 'cancelled', 'attended', 'no_show')),
  CONSTRAINT "reg_for_the_event_waitlisted_check" CHECK (("status" = 'waitlisted') = ("waitlisted_at" IS NOT NULL)),
  CONSTRAINT "reg_for_the_event_price_check" CHECK ("price" BETWEEN 0 AND 100000000),
  CONSTRAINT "reg_for_the_event_billed_check" CHECK ("billed_amount" BETWEEN 0 AND 1000000000),
  CONSTRAINT "reg_for_the_event_refund_check" CHECK ("refund_amount" BETWEEN 0 AND "billed_amount"),
  CONSTRAINT "reg_for_the_event_billed_at_check" CHECK (("billed_amount" > 0) = ("billed_at" IS NOT NULL)),
  CONSTRAINT "reg_for_the_event_refunded_at_check" CHECK (("refund_amount" > 0) = ("refunded_at" IS NOT NULL)),
  CONSTRAINT "reg_for_the_event_event_id_organizer_id_fkey" FOREIGN KEY ("event_id", "organizer_id") REFERENCES "events" ("id", "organizer_id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "reg_for_the_event_visitor_id_organizer_id_fkey" FOREIGN KEY ("visitor_id", "organizer_id") REFERENCES "visitors" ("id", "organizer_id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "reg_for_the_event_token_key" ON "reg_for_the_event" ("token");
CREATE UNIQUE INDEX "reg_for_the_event_event_id_visitor_id_key" ON "reg_for_the_event" ("event_id", "visitor_id");
CREATE INDEX "reg_for_the_event_visitor_id_idx" ON "reg_for_the_event" ("visitor_id");
CREATE INDEX "reg_for_the_event_event_id_status_id_idx" ON "reg_for_the_event" ("event_id", "status", "id");
CREATE INDEX "reg_for_the_event_organizer_id_id_idx" ON "reg_for_the_event" ("organizer_id", "id");
CREATE INDEX "reg_for_the_event_waitlist" ON "reg_for_the_event" ("event_id", "waitlisted_at", "id") WHERE "status" = 'waitlisted';

CREATE TABLE "expenses" (
  "id" SERIAL NOT NULL,
  "event_id" INTEGER NOT NULL,
  "title" VARCHAR(200) NOT NULL,
  "amount" INTEGER NOT NULL,
  "spent_at" DATE NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "expenses_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "expenses_title_check" CHECK (btrim("title") <> ''),
  CONSTRAINT "expenses_amount_check" CHECK ("amount" BETWEEN 1 AND 1000000000),
  CONSTRAINT "expenses_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "expenses_event_id_spent_at_id_idx" ON "expenses" ("event_id", "spent_at", "id");

CREATE TABLE "mails" (
  "id" SERIAL NOT NULL,
  "kind" VARCHAR(40) NOT NULL,
  "recipient" VARCHAR(254) NOT NULL,
  "locale" VARCHAR(5) NOT NULL DEFAULT 'ru',
  "payload" JSONB NOT NULL DEFAULT '{}',
  "event_id" INTEGER,
  "registration_id" INTEGER,
  "state" VARCHAR(10) NOT NULL DEFAULT 'queued',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "error" TEXT,
  "sent_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "mails_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "mails_state_check" CHECK ("state" IN ('queued', 'sending', 'sent', 'retry', 'failed')),
  CONSTRAINT "mails_sent_check" CHECK (("state" = 'sent') = ("sent_at" IS NOT NULL)),
  CONSTRAINT "mails_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "mails_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "reg_for_the_event" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX "mails_event_id_id_idx" ON "mails" ("event_id", "id");
CREATE INDEX "mails_registration_id_kind_idx" ON "mails" ("registration_id", "kind");
CREATE INDEX "mails_due" ON "mails" ("run_at", "id") WHERE "state" IN ('queued', 'sending', 'retry');
-- A reminder is sent once, however often and wherever the clock runs.
CREATE UNIQUE INDEX "mails_reminder_once" ON "mails" ("registration_id", "kind") WHERE "kind" IN ('reminder-day', 'reminder-hour');

-- The catalogue: upcoming published events first, by the index alone.
CREATE INDEX "events_upcoming" ON "events" ("start_at", "id") WHERE "status" = 'published';

-- Russian and English stems of the same text, title above place above description.
CREATE FUNCTION event_search(title text, location text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('russian', title), 'A') || setweight(to_tsvector('english', title), 'A')
      || setweight(to_tsvector('russian', location), 'B') || setweight(to_tsvector('english', location), 'B')
      || setweight(to_tsvector('russian', description), 'C') || setweight(to_tsvector('english', description), 'C')
$$;
CREATE INDEX "events_search" ON "events" USING gin (event_search("title", "location", "description")) WHERE "status" = 'published';
