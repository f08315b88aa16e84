-- Goals with their indicators. Values are whole hundredths of the indicator's unit.
CREATE TABLE goals (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  parent INTEGER,
  portfolio TEXT NOT NULL,
  responsible_id BIGINT REFERENCES people(id),
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number),
  FOREIGN KEY (project_id, parent) REFERENCES goals (project_id, number)
);
CREATE TABLE indicators (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  goal INTEGER NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  method TEXT NOT NULL,
  target_group TEXT NOT NULL,
  direction TEXT NOT NULL,
  decimals INTEGER NOT NULL,
  least BIGINT,
  most BIGINT,
  baseline BIGINT,
  baseline_on DATE,
  target BIGINT,
  target_on DATE,
  plan TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number),
  FOREIGN KEY (project_id, goal) REFERENCES goals (project_id, number),
  CHECK ((baseline IS NULL) = (baseline_on IS NULL)),
  CHECK ((target IS NULL) = (target_on IS NULL))
);
-- A correction is a new row; the earlier one stays and names it.
CREATE TABLE measurements (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  indicator INTEGER NOT NULL,
  number INTEGER NOT NULL,
  measured_on DATE NOT NULL,
  organisation TEXT NOT NULL,
  respondents TEXT NOT NULL,
  value BIGINT NOT NULL,
  asked INTEGER,
  reason TEXT NOT NULL,
  recorded_by BIGINT NOT NULL REFERENCES people(id),
  recorded_at TIMESTAMP NOT NULL,
  replaced_by INTEGER,
  PRIMARY KEY (project_id, indicator, number),
  FOREIGN KEY (project_id, indicator) REFERENCES indicators (project_id, number)
);
