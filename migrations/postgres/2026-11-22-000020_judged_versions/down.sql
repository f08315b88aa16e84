ALTER TABLE deliverable_versions DROP COLUMN judged;
