-- Mails about recordings of webinars may be switched off as other news may.
ALTER TABLE "news_settings"
  DROP CONSTRAINT "news_settings_kind_check",
  ADD CONSTRAINT "news_settings_kind_check"
    CHECK ("kind" IN ('reminders', 'recordings', 'replies', 'group_events', 'group_digest', 'ratings', 'follows'));
