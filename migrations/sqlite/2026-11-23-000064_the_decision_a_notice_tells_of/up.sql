-- The decision that the words for the next page tell of: they link to it, and to no other.
ALTER TABLE sessions ADD COLUMN notice_decision INTEGER;
