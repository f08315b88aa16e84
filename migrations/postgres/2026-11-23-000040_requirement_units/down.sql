ALTER TABLE requirements DROP COLUMN unit;
