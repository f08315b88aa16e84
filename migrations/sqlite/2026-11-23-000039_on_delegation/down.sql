ALTER TABLE assessments DROP COLUMN on_delegation;
