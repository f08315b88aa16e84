-- What somebody proposes as the next charter, one a project: a draft decides nothing.
CREATE TABLE charter_drafts (
  project_id BIGINT PRIMARY KEY NOT NULL REFERENCES projects(id),
  matters TEXT NOT NULL,
  -- The number of the charter that it was written from.
  based_on INTEGER NOT NULL,
  saved_by BIGINT NOT NULL REFERENCES people(id),
  saved_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);
