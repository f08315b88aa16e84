ALTER TABLE risks DROP COLUMN escalated_for;
