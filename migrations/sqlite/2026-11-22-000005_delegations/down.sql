ALTER TABLE decisions DROP COLUMN delegation;
DROP TRIGGER delegations_mark_update;
DROP TRIGGER delegations_mark_insert;
DROP TRIGGER delegations_are_not_deleted;
DROP TRIGGER delegations_are_only_revoked;
DROP TABLE delegations;
