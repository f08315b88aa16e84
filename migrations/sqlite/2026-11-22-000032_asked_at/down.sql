ALTER TABLE outbox DROP COLUMN asked_at;
