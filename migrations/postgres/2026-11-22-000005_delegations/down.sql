ALTER TABLE decisions DROP COLUMN delegation;
DROP TABLE delegations;
