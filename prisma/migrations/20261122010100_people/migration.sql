-- Profiles, pictures, what people follow and want to be told, and what they take with them when they leave.

-- `mail_token` is the secret of the links by which a mail of a kind is switched off without logging in.
ALTER TABLE "accounts"
  ADD COLUMN "mail_token" UUID NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN "consent_version" VARCHAR(20) NOT NULL DEFAULT '2026-11-01',
  ADD COLUMN "deleted_at" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "accounts_mail_token_key" ON "accounts" ("mail_token");

-- Pictures that people uploaded; the files are in the file store under the id.
CREATE TABLE "media" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "account_id" INTEGER NOT NULL,
  "purpose" VARCHAR(10) NOT NULL,
  "width" INTEGER NOT NULL,
  "height" INTEGER NOT NULL,
  "bytes" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "media_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "media_purpose_check" CHECK ("purpose" IN ('event', 'group', 'avatar')),
  CONSTRAINT "media_size_check" CHECK ("width" > 0 AND "height" > 0 AND "bytes" > 0),
  CONSTRAINT "media_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "media_account_id_idx" ON "media" ("account_id");

ALTER TABLE "events" ADD COLUMN "cover_id" UUID,
  ADD CONSTRAINT "events_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "media" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE UNIQUE INDEX "events_cover_id_key" ON "events" ("cover_id");

CREATE TABLE "profiles" (
  "account_id" INTEGER NOT NULL,
  "shown_name" VARCHAR(100) NOT NULL DEFAULT '',
  "about" VARCHAR(2000) NOT NULL DEFAULT '',
  "city" VARCHAR(100) NOT NULL DEFAULT '',
  "links" TEXT[] NOT NULL DEFAULT '{}',
  "avatar_id" UUID,
  "visibility" VARCHAR(10) NOT NULL DEFAULT 'logged_in',
  "shows_plans" BOOLEAN NOT NULL DEFAULT false,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "profiles_pkey" PRIMARY KEY ("account_id"),
  CONSTRAINT "profiles_visibility_check" CHECK ("visibility" IN ('everyone', 'logged_in', 'hidden')),
  CONSTRAINT "profiles_links_check" CHECK (cardinality("links") <= 5),
  CONSTRAINT "profiles_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "profiles_avatar_id_fkey" FOREIGN KEY ("avatar_id") REFERENCES "media" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "profiles_avatar_id_key" ON "profiles" ("avatar_id");

CREATE TABLE "account_topics" (
  "account_id" INTEGER NOT NULL,
  "topic_id" INTEGER NOT NULL,
  CONSTRAINT "account_topics_pkey" PRIMARY KEY ("account_id", "topic_id"),
  CONSTRAINT "account_topics_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "account_topics_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "account_topics_topic_id_idx" ON "account_topics" ("topic_id");

-- What somebody wants of a kind of news; no row is the default: by mail and on the site.
CREATE TABLE "news_settings" (
  "account_id" INTEGER NOT NULL,
  "kind" VARCHAR(20) NOT NULL,
  "by_mail" BOOLEAN NOT NULL DEFAULT true,
  "on_site" BOOLEAN NOT NULL DEFAULT true,
  CONSTRAINT "news_settings_pkey" PRIMARY KEY ("account_id", "kind"),
  CONSTRAINT "news_settings_kind_check" CHECK ("kind" IN ('reminders', 'replies', 'group_events', 'group_digest', 'ratings', 'follows')),
  CONSTRAINT "news_settings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "notifications" (
  "id" SERIAL NOT NULL,
  "account_id" INTEGER NOT NULL,
  "kind" VARCHAR(40) NOT NULL,
  "payload" JSONB NOT NULL DEFAULT '{}',
  "link" VARCHAR(300) NOT NULL,
  "read_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "notifications_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notifications_link_check" CHECK ("link" LIKE '/%' AND "link" NOT LIKE '//%'),
  CONSTRAINT "notifications_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "notifications_account_id_id_idx" ON "notifications" ("account_id", "id");
CREATE INDEX "notifications_unread" ON "notifications" ("account_id") WHERE "read_at" IS NULL;

CREATE TABLE "data_exports" (
  "id" SERIAL NOT NULL,
  "account_id" INTEGER NOT NULL,
  "state" VARCHAR(10) NOT NULL DEFAULT 'queued',
  "file_key" VARCHAR(100),
  "bytes" INTEGER,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "ready_at" TIMESTAMPTZ(3),
  "expires_at" TIMESTAMPTZ(3),
  CONSTRAINT "data_exports_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "data_exports_state_check" CHECK ("state" IN ('queued', 'ready', 'failed')),
  CONSTRAINT "data_exports_ready_check" CHECK (("state" = 'ready') = ("file_key" IS NOT NULL AND "bytes" IS NOT NULL AND "ready_at" IS NOT NULL AND "expires_at" IS NOT NULL)),
  CONSTRAINT "data_exports_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "data_exports_account_id_idx" ON "data_exports" ("account_id");
CREATE UNIQUE INDEX "data_exports_one_at_a_time" ON "data_exports" ("account_id") WHERE "state" = 'queued';
