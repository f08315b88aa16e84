ALTER TABLE assessments DROP COLUMN decision;
ALTER TABLE assessments DROP COLUMN confirmed_role;
ALTER TABLE assessments DROP COLUMN confirmed_by;
