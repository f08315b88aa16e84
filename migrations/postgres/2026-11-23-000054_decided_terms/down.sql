ALTER TABLE decisions DROP COLUMN terms;
