ALTER TABLE deliverable_versions DROP COLUMN media_type;
DROP INDEX deliverable_versions_by_file;
DROP INDEX document_versions_by_file;
DROP INDEX decisions_by_minutes;
DROP INDEX reports_by_pdf;
DROP INDEX outbox_by_attachment;
DROP INDEX outbox_by_address;
DROP INDEX people_by_name;
DROP INDEX sign_ins_by_account;
