-- Whether who assessed acted on delegation from the role.
ALTER TABLE assessments ADD COLUMN on_delegation BOOLEAN NOT NULL DEFAULT FALSE;
