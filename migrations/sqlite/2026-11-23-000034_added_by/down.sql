DROP INDEX people_by_adder;
ALTER TABLE people DROP COLUMN added_by;
