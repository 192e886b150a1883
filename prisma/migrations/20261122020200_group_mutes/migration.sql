-- Who was kept from writing is so, too, after leaving the group and coming back.
CREATE TABLE "group_mutes" (
  "group_id" INTEGER NOT NULL,
  "account_id" INTEGER NOT NULL,
  "muted_until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "group_mutes_pkey" PRIMARY KEY ("group_id", "account_id"),
  CONSTRAINT "group_mutes_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "group_mutes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "group_mutes_account_id_idx" ON "group_mutes" ("account_id");

/* A group that goes takes its members along and leaves nothing to remember. */
CREATE FUNCTION remember_mute() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO group_mutes (group_id, account_id, muted_until)
  SELECT id, OLD.account_id, OLD.muted_until FROM groups WHERE id = OLD.group_id
  ON CONFLICT (group_id, account_id) DO UPDATE SET muted_until = EXCLUDED.muted_until;
  RETURN NULL;
END $$;
CREATE TRIGGER "group_members_mute_remembered" AFTER DELETE ON "group_members"
  FOR EACH ROW WHEN (OLD.muted_until IS NOT NULL) EXECUTE FUNCTION remember_mute();

CREATE FUNCTION keep_mute() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.muted_until := greatest(NEW.muted_until, (SELECT muted_until FROM group_mutes WHERE group_id = NEW.group_id AND account_id = NEW.account_id));
  RETURN NEW;
END $$;
CREATE TRIGGER "group_members_mute_kept" BEFORE INSERT ON "group_members" FOR EACH ROW EXECUTE FUNCTION keep_mute();

/* In the group again, it is the membership that says so, and that may be changed. */
CREATE FUNCTION forget_mute() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM group_mutes WHERE group_id = NEW.group_id AND account_id = NEW.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "group_members_mute_forgotten" AFTER INSERT ON "group_members"
  FOR EACH ROW WHEN (NEW.muted_until IS NOT NULL) EXECUTE FUNCTION forget_mute();
