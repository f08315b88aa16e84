-- Meetings are planned, changed, cancelled and held.
-- The body whose meeting it is.
ALTER TABLE meetings ADD COLUMN body TEXT NOT NULL DEFAULT 'steering_group';
-- A room, or the address of a digital meeting.
ALTER TABLE meetings ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN state TEXT NOT NULL DEFAULT 'planned';
-- Who was there, once it was held.
ALTER TABLE meetings ADD COLUMN present TEXT NOT NULL DEFAULT '';
-- Why it was cancelled.
ALTER TABLE meetings ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE meetings ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
