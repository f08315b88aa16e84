-- Only status reports have a place in the table before; mails of the others go with them.
PRAGMA defer_foreign_keys = ON;
DELETE FROM delivery_attempts WHERE outbox_id IN (SELECT id FROM outbox WHERE report_id IN (SELECT id FROM reports WHERE kind <> 'status'));
DELETE FROM outbox WHERE report_id IN (SELECT id FROM reports WHERE kind <> 'status');
CREATE TABLE kept_reports AS SELECT * FROM reports WHERE kind = 'status';
DROP TABLE reports;
CREATE TABLE reports (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  edition INTEGER NOT NULL,
  state TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  sprints TEXT NOT NULL,
  language TEXT NOT NULL,
  draft TEXT NOT NULL,
  editors TEXT NOT NULL,
  frozen TEXT,
  hash TEXT,
  submitted_at TIMESTAMP,
  submitted_by BIGINT REFERENCES people(id),
  decided_at TIMESTAMP,
  decision INTEGER,
  return_reason TEXT,
  pdf_sha256 TEXT,
  saved_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, number, edition)
);
INSERT INTO reports
SELECT id, project_id, number, edition, state, from_on, to_on, sprints, language, draft, editors, frozen, hash, submitted_at, submitted_by,
  decided_at, decision, return_reason, pdf_sha256, saved_at, version
FROM kept_reports;
DROP TABLE kept_reports;
CREATE TRIGGER approved_reports_are_locked BEFORE UPDATE ON reports
WHEN OLD.state IN ('approved', 'sent') AND (NEW.frozen IS NOT OLD.frozen OR NEW.hash IS NOT OLD.hash OR NEW.draft IS NOT OLD.draft OR NEW.pdf_sha256 IS NOT OLD.pdf_sha256)
BEGIN SELECT RAISE(ABORT, 'an approved report is locked'); END;
