-- What a registrar has read in a project. Nothing changes or removes a row.
CREATE TABLE readings (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  person_id BIGINT NOT NULL REFERENCES people(id),
  at TIMESTAMP NOT NULL,
  path TEXT NOT NULL
);
CREATE INDEX readings_of_project ON readings (project_id, id);
