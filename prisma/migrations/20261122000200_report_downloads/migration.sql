-- Files of reports that are being made or wait for their turn, of all web processes. A row lives as long as its request and says so
-- every other second; after a crash there is nothing to keep, so it is not logged.
CREATE UNLOGGED TABLE "report_downloads" (
  "id" SERIAL NOT NULL,
  "account_id" INTEGER NOT NULL,
  "title" VARCHAR(300) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "started_at" TIMESTAMPTZ(3),
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "is_cancelled" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "report_downloads_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "report_downloads_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "report_downloads_account_id_id_idx" ON "report_downloads" ("account_id", "id");
