-- What somebody reports as going otherwise than decided. What is said about it lies in remarks (deviation:3).
CREATE TABLE deviations (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  area TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  observed_on DATE NOT NULL,
  reported_by BIGINT NOT NULL REFERENCES people(id),
  reported_role TEXT NOT NULL,
  reported_at TIMESTAMP NOT NULL,
  state TEXT NOT NULL,
  -- Answered or withdrawn then.
  settled_at TIMESTAMP,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number)
);
