-- Only status reports have a place in the table before; mails of the others go with them.
DELETE FROM delivery_attempts WHERE outbox_id IN (SELECT id FROM outbox WHERE report_id IN (SELECT id FROM reports WHERE kind <> 'status'));
DELETE FROM outbox WHERE report_id IN (SELECT id FROM reports WHERE kind <> 'status');
DELETE FROM reports WHERE kind <> 'status';
DROP TRIGGER approved_reports_are_locked ON reports;
ALTER TABLE reports DROP CONSTRAINT reports_project_id_kind_number_edition_key;
ALTER TABLE reports ADD UNIQUE (project_id, number, edition);
ALTER TABLE reports DROP COLUMN approvals;
ALTER TABLE reports DROP COLUMN kind;
CREATE TRIGGER approved_reports_are_locked BEFORE UPDATE ON reports FOR EACH ROW
WHEN (OLD.state IN ('approved', 'sent') AND (NEW.frozen IS DISTINCT FROM OLD.frozen OR NEW.hash IS DISTINCT FROM OLD.hash OR NEW.draft IS DISTINCT FROM OLD.draft OR NEW.pdf_sha256 IS DISTINCT FROM OLD.pdf_sha256))
EXECUTE FUNCTION refuse('an approved report is locked');
