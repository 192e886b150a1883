-- Reports that somebody made and keeps under a name. "stop_token" is the secret of the link that stops the mailing.
CREATE TABLE "saved_reports" (
  "id" SERIAL NOT NULL,
  "account_id" INTEGER NOT NULL,
  "name" VARCHAR(100) NOT NULL,
  "choices" JSONB NOT NULL,
  "schedule" VARCHAR(10) NOT NULL DEFAULT 'none',
  "file_format" VARCHAR(10) NOT NULL DEFAULT 'pdf',
  "next_run_at" TIMESTAMPTZ(3),
  "stop_token" UUID NOT NULL DEFAULT gen_random_uuid(),
  "opened_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "saved_reports_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "saved_reports_name_check" CHECK (btrim("name") <> ''),
  CONSTRAINT "saved_reports_schedule_check" CHECK ("schedule" IN ('none', 'weekly', 'monthly')),
  CONSTRAINT "saved_reports_file_format_check" CHECK ("file_format" IN ('pdf', 'csv', 'xlsx')),
  CONSTRAINT "saved_reports_next_run_at_check" CHECK (("schedule" = 'none') = ("next_run_at" IS NULL)),
  CONSTRAINT "saved_reports_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "saved_reports_account_id_name_key" ON "saved_reports" ("account_id", "name");
CREATE UNIQUE INDEX "saved_reports_stop_token_key" ON "saved_reports" ("stop_token");
CREATE INDEX "saved_reports_due" ON "saved_reports" ("next_run_at") WHERE "next_run_at" IS NOT NULL;
