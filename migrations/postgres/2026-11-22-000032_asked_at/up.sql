-- When a mail was asked for by the domain's clock; NULL where the two clocks were one.
ALTER TABLE outbox ADD COLUMN asked_at TIMESTAMP;
