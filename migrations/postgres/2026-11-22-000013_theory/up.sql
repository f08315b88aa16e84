-- The intervention and effect theory of a project, each step's items a line each.
CREATE TABLE theories (
  project_id BIGINT PRIMARY KEY NOT NULL REFERENCES projects(id),
  resources TEXT NOT NULL,
  activities TEXT NOT NULL,
  output TEXT NOT NULL,
  outcome TEXT NOT NULL,
  effect TEXT NOT NULL,
  value TEXT NOT NULL,
  version BIGINT NOT NULL
);
-- Who was reminded of a planned measurement: once while its quarter goes on, once when it was missed.
CREATE TABLE reminders (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  indicator INTEGER NOT NULL,
  quarter TEXT NOT NULL,
  organisation TEXT NOT NULL,
  state TEXT NOT NULL,
  at TIMESTAMP NOT NULL,
  PRIMARY KEY (project_id, indicator, quarter, organisation, state)
);
