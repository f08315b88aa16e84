ALTER TABLE meetings DROP COLUMN version;
ALTER TABLE meetings DROP COLUMN reason;
ALTER TABLE meetings DROP COLUMN present;
ALTER TABLE meetings DROP COLUMN state;
ALTER TABLE meetings DROP COLUMN place;
ALTER TABLE meetings DROP COLUMN body;
