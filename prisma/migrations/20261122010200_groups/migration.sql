-- Interest groups, who is in them, and what they talk about.

CREATE TABLE "groups" (
  "id" SERIAL NOT NULL,
  "slug" VARCHAR(60) NOT NULL,
  "name" VARCHAR(100) NOT NULL,
  "about" VARCHAR(5000) NOT NULL DEFAULT '',
  "rules" VARCHAR(2000) NOT NULL DEFAULT '',
  "city" VARCHAR(100) NOT NULL DEFAULT '',
  "topic_id" INTEGER NOT NULL,
  "cover_motif" VARCHAR(40) NOT NULL DEFAULT '',
  "cover_id" UUID,
  "join_policy" VARCHAR(10) NOT NULL DEFAULT 'open',
  "is_discussion_public" BOOLEAN NOT NULL DEFAULT true,
  "member_count" INTEGER NOT NULL DEFAULT 0,
  "archived_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "groups_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "groups_slug_check" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND "slug" NOT IN ('new', 'mine')),
  CONSTRAINT "groups_name_check" CHECK (btrim("name") <> ''),
  CONSTRAINT "groups_join_policy_check" CHECK ("join_policy" IN ('open', 'request')),
  CONSTRAINT "groups_member_count_check" CHECK ("member_count" >= 0),
  CONSTRAINT "groups_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "groups_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "media" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "groups_slug_key" ON "groups" ("slug");
CREATE UNIQUE INDEX "groups_cover_id_key" ON "groups" ("cover_id");
CREATE INDEX "groups_topic_id_idx" ON "groups" ("topic_id");
CREATE INDEX "groups_member_count_id_idx" ON "groups" ("member_count", "id");

CREATE TABLE "group_members" (
  "group_id" INTEGER NOT NULL,
  "account_id" INTEGER NOT NULL,
  "role" VARCHAR(10) NOT NULL DEFAULT 'member',
  "wants_event_mails" BOOLEAN NOT NULL DEFAULT true,
  "muted_until" TIMESTAMPTZ(3),
  "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "group_members_pkey" PRIMARY KEY ("group_id", "account_id"),
  CONSTRAINT "group_members_role_check" CHECK ("role" IN ('leader', 'moderator', 'member')),
  CONSTRAINT "group_members_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "group_members_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "group_members_account_id_idx" ON "group_members" ("account_id");

CREATE TABLE "group_requests" (
  "group_id" INTEGER NOT NULL,
  "account_id" INTEGER NOT NULL,
  "words" VARCHAR(500) NOT NULL DEFAULT '',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "group_requests_pkey" PRIMARY KEY ("group_id", "account_id"),
  CONSTRAINT "group_requests_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "group_requests_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "group_requests_account_id_idx" ON "group_requests" ("account_id");

CREATE TABLE "group_bans" (
  "group_id" INTEGER NOT NULL,
  "account_id" INTEGER NOT NULL,
  "reason" VARCHAR(300) NOT NULL DEFAULT '',
  "banned_by_id" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "group_bans_pkey" PRIMARY KEY ("group_id", "account_id"),
  CONSTRAINT "group_bans_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "group_bans_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "group_bans_banned_by_id_fkey" FOREIGN KEY ("banned_by_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

/* Who is banned does not come back by another door; who is in asks for nothing any more. */
CREATE FUNCTION check_member() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM groups WHERE id = NEW.group_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM group_bans WHERE group_id = NEW.group_id AND account_id = NEW.account_id) THEN
    RAISE EXCEPTION 'banned' USING ERRCODE = 'TS022';
  END IF;
  DELETE FROM group_requests WHERE group_id = NEW.group_id AND account_id = NEW.account_id;
  RETURN NEW;
END $$;
CREATE TRIGGER "group_members_allowed" BEFORE INSERT ON "group_members" FOR EACH ROW EXECUTE FUNCTION check_member();

/* A ban ends the membership and the request, if there is one. */
CREATE FUNCTION end_membership() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM groups WHERE id = NEW.group_id FOR UPDATE;
  DELETE FROM group_members WHERE group_id = NEW.group_id AND account_id = NEW.account_id;
  DELETE FROM group_requests WHERE group_id = NEW.group_id AND account_id = NEW.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "group_bans_end_membership" AFTER INSERT ON "group_bans" FOR EACH ROW EXECUTE FUNCTION end_membership();

CREATE FUNCTION count_members() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE groups SET member_count = member_count + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
  WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.group_id ELSE OLD.group_id END;
  RETURN NULL;
END $$;
CREATE TRIGGER "group_members_counted" AFTER INSERT OR DELETE ON "group_members" FOR EACH ROW EXECUTE FUNCTION count_members();

/* A group always has a leader. Looked at when the transaction ends, one transaction of a group after another, so that two leaders cannot leave at once. */
CREATE FUNCTION keep_leader() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM groups WHERE id = OLD.group_id FOR UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM group_members WHERE group_id = OLD.group_id AND role = 'leader') THEN
    RAISE EXCEPTION 'last_leader' USING ERRCODE = 'TS020';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "group_members_leader" AFTER DELETE OR UPDATE OF "role" ON "group_members"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role = 'leader') EXECUTE FUNCTION keep_leader();

ALTER TABLE "events"
  ADD COLUMN "group_id" INTEGER,
  ADD COLUMN "members_only" BOOLEAN NOT NULL DEFAULT false,
  ADD CONSTRAINT "events_members_only_check" CHECK (NOT "members_only" OR "group_id" IS NOT NULL),
  ADD CONSTRAINT "events_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "events_group_id_start_at_id_idx" ON "events" ("group_id", "start_at", "id");
CREATE INDEX "events_members_only" ON "events" ("group_id", "organizer_id") WHERE "members_only" AND "status" = 'published';

/* Events are brought into a group by its leaders and moderators only. */
CREATE FUNCTION check_event_group() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM group_members m JOIN groups g ON g.id = m.group_id
    WHERE m.group_id = NEW.group_id AND m.account_id = NEW.organizer_id AND m.role IN ('leader', 'moderator') AND g.archived_at IS NULL
  ) THEN
    RAISE EXCEPTION 'not_group_organizer' USING ERRCODE = 'TS021';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "events_group_added" BEFORE INSERT ON "events"
  FOR EACH ROW WHEN (NEW.group_id IS NOT NULL) EXECUTE FUNCTION check_event_group();
CREATE TRIGGER "events_group_changed" BEFORE UPDATE OF "group_id" ON "events"
  FOR EACH ROW WHEN (NEW.group_id IS NOT NULL AND NEW.group_id IS DISTINCT FROM OLD.group_id) EXECUTE FUNCTION check_event_group();

-- Everybody in a group is told of an event once, however often it is saved.
CREATE UNIQUE INDEX "mails_group_event_once" ON "mails" ("event_id", lower("recipient")) WHERE "kind" = 'group-event';

-- Whom or what somebody follows without being in it.
CREATE TABLE "follows" (
  "id" SERIAL NOT NULL,
  "account_id" INTEGER NOT NULL,
  "organizer_id" INTEGER,
  "group_id" INTEGER,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "follows_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "follows_one_check" CHECK (num_nonnulls("organizer_id", "group_id") = 1 AND "account_id" IS DISTINCT FROM "organizer_id"),
  CONSTRAINT "follows_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "follows_organizer_id_fkey" FOREIGN KEY ("organizer_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "follows_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "follows_account_id_organizer_id_key" ON "follows" ("account_id", "organizer_id");
CREATE UNIQUE INDEX "follows_account_id_group_id_key" ON "follows" ("account_id", "group_id");
CREATE INDEX "follows_organizer_id_idx" ON "follows" ("organizer_id");
CREATE INDEX "follows_group_id_idx" ON "follows" ("group_id");

CREATE TABLE "discussions" (
  "id" SERIAL NOT NULL,
  "group_id" INTEGER NOT NULL,
  "author_id" INTEGER NOT NULL,
  "title" VARCHAR(150) NOT NULL,
  "post_count" INTEGER NOT NULL DEFAULT 0,
  "last_post_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "pinned_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "discussions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "discussions_title_check" CHECK (btrim("title") <> ''),
  CONSTRAINT "discussions_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "discussions_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "discussions_group_id_last_post_at_id_idx" ON "discussions" ("group_id", "last_post_at", "id");
CREATE INDEX "discussions_author_id_idx" ON "discussions" ("author_id");
-- The list of a group: pinned ones first, then by the last post.
CREATE INDEX "discussions_in_order" ON "discussions" ("group_id", ("pinned_at" IS NOT NULL), "last_post_at", "id");

-- The first post of a discussion opens it. A deleted one keeps its place without its words; a hidden one keeps them for its author and the moderators.
CREATE TABLE "posts" (
  "id" SERIAL NOT NULL,
  "discussion_id" INTEGER NOT NULL,
  "author_id" INTEGER NOT NULL,
  "body" VARCHAR(10000) NOT NULL,
  "reply_to_id" INTEGER,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "edited_at" TIMESTAMPTZ(3),
  "deleted_at" TIMESTAMPTZ(3),
  "hidden_at" TIMESTAMPTZ(3),
  "hidden_by_id" INTEGER,
  "hidden_reason" VARCHAR(300) NOT NULL DEFAULT '',
  CONSTRAINT "posts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "posts_body_check" CHECK (("deleted_at" IS NULL) = (btrim("body") <> '')),
  CONSTRAINT "posts_hidden_check" CHECK (("hidden_at" IS NULL) = ("hidden_by_id" IS NULL) AND ("hidden_at" IS NULL OR btrim("hidden_reason") <> '')),
  CONSTRAINT "posts_discussion_id_fkey" FOREIGN KEY ("discussion_id") REFERENCES "discussions" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "posts_hidden_by_id_fkey" FOREIGN KEY ("hidden_by_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "posts_reply_to_id_fkey" FOREIGN KEY ("reply_to_id") REFERENCES "posts" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX "posts_discussion_id_id_idx" ON "posts" ("discussion_id", "id");
CREATE INDEX "posts_author_id_idx" ON "posts" ("author_id");

/* The discussion knows how many posts it has and when the last one came. */
CREATE FUNCTION count_posts() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE discussions SET post_count = post_count + 1, last_post_at = greatest(last_post_at, NEW.created_at) WHERE id = NEW.discussion_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "posts_counted" AFTER INSERT ON "posts" FOR EACH ROW EXECUTE FUNCTION count_posts();

-- The day's digest comes once to everybody, however often the clock strikes.
CREATE UNIQUE INDEX "mails_group_digest_once" ON "mails" (("payload" ->> 'accountId'), ("payload" ->> 'day')) WHERE "kind" = 'group-digest';
