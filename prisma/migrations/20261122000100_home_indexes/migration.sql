-- The home page of organizers, fast with a million registrations too.

-- Registrations over time, without a look at the rows themselves.
CREATE INDEX "reg_for_the_event_made" ON "reg_for_the_event" ("organizer_id", "created_at", "event_id", "status");

-- What is still to be paid and to be given back, as the list of registrations filters it.
CREATE INDEX "reg_for_the_event_due" ON "reg_for_the_event" ("organizer_id", "event_id") INCLUDE ("price", "billed_amount")
  WHERE "status" NOT IN ('cancelled', 'waitlisted') AND "refund_amount" = 0 AND "billed_amount" < "price";
CREATE INDEX "reg_for_the_event_refund_due" ON "reg_for_the_event" ("organizer_id", "updated_at", "id") INCLUDE ("billed_amount", "refund_amount")
  WHERE "status" = 'cancelled' AND "billed_amount" > "refund_amount";

CREATE INDEX "mails_failed" ON "mails" ("event_id", "created_at") WHERE "state" = 'failed';
