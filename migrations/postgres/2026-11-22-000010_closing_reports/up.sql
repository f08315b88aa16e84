-- Reports of several kinds, each numbered by itself: status, final or effect; of the last two a project has one each, number 1.
DROP TRIGGER approved_reports_are_locked ON reports;
ALTER TABLE reports ADD COLUMN kind TEXT NOT NULL DEFAULT 'status';
ALTER TABLE reports ALTER COLUMN kind DROP DEFAULT;
-- The approvals that the edition has, in their order, as JSON.
ALTER TABLE reports ADD COLUMN approvals TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ALTER COLUMN approvals DROP DEFAULT;
UPDATE reports SET approvals = json_build_array(frozen::json -> 'approval')::text WHERE state IN ('approved', 'sent');
ALTER TABLE reports DROP CONSTRAINT reports_project_id_number_edition_key;
ALTER TABLE reports ADD UNIQUE (project_id, kind, number, edition);
CREATE TRIGGER approved_reports_are_locked BEFORE UPDATE ON reports FOR EACH ROW
WHEN (OLD.state IN ('approved', 'sent') AND (NEW.kind IS DISTINCT FROM OLD.kind OR NEW.frozen IS DISTINCT FROM OLD.frozen OR NEW.hash IS DISTINCT FROM OLD.hash OR NEW.draft IS DISTINCT FROM OLD.draft OR NEW.approvals IS DISTINCT FROM OLD.approvals OR NEW.pdf_sha256 IS DISTINCT FROM OLD.pdf_sha256))
EXECUTE FUNCTION refuse('an approved report is locked');
