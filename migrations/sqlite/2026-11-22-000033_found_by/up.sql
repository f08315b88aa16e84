-- What is looked for by these columns is found without reading the whole table.
CREATE INDEX sign_ins_by_account ON sign_ins(email_key, address, at);
CREATE INDEX people_by_name ON people(name, id);
CREATE INDEX outbox_by_address ON outbox(kind, to_email, id);
-- Whether anything still refers to a file.
CREATE INDEX outbox_by_attachment ON outbox(attachment_sha256);
CREATE INDEX reports_by_pdf ON reports(pdf_sha256);
CREATE INDEX decisions_by_minutes ON decisions(minutes_sha256);
CREATE INDEX document_versions_by_file ON document_versions(file_sha256);
CREATE INDEX deliverable_versions_by_file ON deliverable_versions(sha256);

-- Of which kind a version's file was sent: the same bytes may have come as another before.
ALTER TABLE deliverable_versions ADD COLUMN media_type TEXT;
