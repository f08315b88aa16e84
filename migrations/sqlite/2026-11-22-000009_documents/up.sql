-- The bytes of stored files in pieces of at most 48 KiB: neither who sends nor who fetches a file needs it whole in memory.
CREATE TABLE file_pieces (
  sha256 TEXT NOT NULL REFERENCES files(sha256),
  piece INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (sha256, piece)
);
INSERT INTO file_pieces (sha256, piece, bytes)
WITH RECURSIVE pieces(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM pieces WHERE (n + 1) * 49152 < (SELECT max(size) FROM files))
SELECT f.sha256, p.n, substr(f.bytes, p.n * 49152 + 1, 49152) FROM files f JOIN pieces p ON p.n = 0 OR p.n * 49152 < f.size;
ALTER TABLE files DROP COLUMN bytes;

CREATE TABLE documents (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  responsible_id BIGINT REFERENCES people(id),
  register_number TEXT NOT NULL,
  -- The paragraph that makes it secret; empty for what is public.
  secrecy TEXT NOT NULL,
  -- Of the newest version, and of the newest that everybody may read; none while there are only drafts.
  state TEXT NOT NULL,
  shown_state TEXT,
  -- Title and texts, folded: with drafts, and as everybody may find them.
  search TEXT NOT NULL,
  shown_search TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, number)
);

-- Versions in the order in which they were made.
CREATE TABLE document_versions (
  id INTEGER PRIMARY KEY NOT NULL,
  document_id BIGINT NOT NULL REFERENCES documents(id),
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,
  -- What has changed since the version before.
  reason TEXT NOT NULL,
  -- Either a text or a file.
  text TEXT NOT NULL,
  file_sha256 TEXT REFERENCES files(sha256),
  file_name TEXT NOT NULL,
  file_kind TEXT,
  size BIGINT NOT NULL,
  written_by BIGINT NOT NULL REFERENCES people(id),
  written_at TIMESTAMP NOT NULL,
  -- The label that it is to have once it is adopted.
  adopts_as TEXT,
  submitted_by BIGINT REFERENCES people(id),
  submitted_at TIMESTAMP,
  return_reason TEXT,
  -- Fixed at adoption: the whole content as canonical JSON, and its hash.
  frozen TEXT,
  hash TEXT,
  decision INTEGER,
  adopted_on DATE,
  UNIQUE (document_id, number)
);
CREATE INDEX document_versions_by_project ON document_versions(project_id, state, id);
CREATE TRIGGER adopted_versions_are_locked BEFORE UPDATE ON document_versions WHEN OLD.decision IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an adopted version is locked'); END;
CREATE TRIGGER adopted_versions_are_kept BEFORE DELETE ON document_versions WHEN OLD.decision IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an adopted version is locked'); END;

-- A version sent for comments (remiss): until when, and with which words.
CREATE TABLE consultations (
  id INTEGER PRIMARY KEY NOT NULL,
  document_id BIGINT NOT NULL REFERENCES documents(id),
  version_number INTEGER NOT NULL,
  last_day DATE NOT NULL,
  message TEXT NOT NULL,
  opened_by BIGINT NOT NULL REFERENCES people(id),
  opened_at TIMESTAMP NOT NULL,
  closed_at TIMESTAMP
);
CREATE INDEX consultations_by_document ON consultations(document_id, id);

-- Who was asked, and what they answered.
CREATE TABLE consultation_answers (
  consultation_id BIGINT NOT NULL REFERENCES consultations(id),
  person_id BIGINT NOT NULL REFERENCES people(id),
  answer TEXT NOT NULL,
  answered_at TIMESTAMP,
  PRIMARY KEY (consultation_id, person_id)
);
CREATE INDEX consultation_answers_by_person ON consultation_answers(person_id, consultation_id);

-- An artefact that is an adopted version of a document: its number, and the version's.
ALTER TABLE gate_items ADD COLUMN document INTEGER;
ALTER TABLE gate_items ADD COLUMN document_version INTEGER;
