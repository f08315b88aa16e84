-- What was decided beyond its outcome: until when, how much, from what to what, to whom. Decisions from before have none.
ALTER TABLE decisions ADD COLUMN terms TEXT;
