-- Reports of several kinds. A kind numbers its own, so the table is made anew: SQLite cannot change what is unique in one.
-- Mails name reports, and find them again under the same ids before the transaction ends.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE kept_reports AS SELECT * FROM reports;
DROP TABLE reports;
CREATE TABLE reports (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  -- status, final or effect; of the last two a project has one each, number 1.
  kind TEXT NOT NULL,
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
  -- The approvals that the edition has, in their order, as JSON.
  approvals TEXT NOT NULL,
  decided_at TIMESTAMP,
  decision INTEGER,
  return_reason TEXT,
  pdf_sha256 TEXT,
  saved_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, kind, number, edition)
);
INSERT INTO reports
SELECT id, project_id, 'status', number, edition, state, from_on, to_on, sprints, language, draft, editors, frozen, hash, submitted_at, submitted_by,
  CASE WHEN state IN ('approved', 'sent') THEN json_array(json_extract(frozen, '$.approval')) ELSE '[]' END,
  decided_at, decision, return_reason, pdf_sha256, saved_at, version
FROM kept_reports;
DROP TABLE kept_reports;
CREATE TRIGGER approved_reports_are_locked BEFORE UPDATE ON reports
WHEN OLD.state IN ('approved', 'sent') AND (NEW.kind IS NOT OLD.kind OR NEW.frozen IS NOT OLD.frozen OR NEW.hash IS NOT OLD.hash OR NEW.draft IS NOT OLD.draft OR NEW.approvals IS NOT OLD.approvals OR NEW.pdf_sha256 IS NOT OLD.pdf_sha256)
BEGIN SELECT RAISE(ABORT, 'an approved report is locked'); END;
