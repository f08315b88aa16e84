-- The lifecycle that the project was opened with: a template and its version, which it keeps. `phase` is the phase it is in now.
ALTER TABLE projects ADD COLUMN lifecycle TEXT NOT NULL DEFAULT 'project_model';
ALTER TABLE projects ADD COLUMN lifecycle_number INTEGER NOT NULL DEFAULT 1;
ALTER TABLE projects ADD COLUMN standing TEXT NOT NULL DEFAULT 'running';
-- While it is paused: the role that stopped it and alone resumes it, since when, by which decision.
ALTER TABLE projects ADD COLUMN stopped_by TEXT;
ALTER TABLE projects ADD COLUMN stopped_on DATE;
ALTER TABLE projects ADD COLUMN stopped_decision INTEGER;
-- The decision that ended it early.
ALTER TABLE projects ADD COLUMN terminated_decision INTEGER;

-- A phase and the gate that ends it.
CREATE TABLE gates (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  phase TEXT NOT NULL,
  state TEXT NOT NULL,
  -- When the phase was opened and by which decision; neither for what was open before the project came into Styrrum.
  opened_on DATE,
  opened_decision INTEGER,
  -- When it was left and by which decision.
  left_on DATE,
  left_decision INTEGER,
  planned_on DATE,
  proposed TEXT,
  recommendation TEXT NOT NULL DEFAULT '',
  submitted_at TIMESTAMP,
  submitted_by BIGINT REFERENCES people(id),
  to_complete TEXT,
  lift TEXT,
  lift_request TEXT,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number)
);

-- A criterion or a required artefact that the leader has said something of; what nobody has, is not met.
CREATE TABLE gate_items (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  gate INTEGER NOT NULL,
  item TEXT NOT NULL,
  met BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  -- Of an artefact: the version that is approved, and where it is found.
  version_label TEXT NOT NULL,
  reference TEXT NOT NULL,
  changed_by BIGINT NOT NULL REFERENCES people(id),
  changed_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, gate, item)
);

-- What a gate was passed on condition of.
CREATE TABLE conditions (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  gate INTEGER NOT NULL,
  decision INTEGER NOT NULL,
  item TEXT,
  text TEXT NOT NULL,
  owner_id BIGINT NOT NULL REFERENCES people(id),
  due_on DATE NOT NULL,
  fulfilled_on DATE,
  fulfilled_by BIGINT REFERENCES people(id),
  note TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number)
);

-- A decision that the plan foresees: what, by whom and when, and the decision that it became.
CREATE TABLE decision_points (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  what TEXT NOT NULL,
  decider TEXT NOT NULL,
  planned_on DATE NOT NULL,
  decision INTEGER,
  decided_on DATE,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number)
);

-- Projects that came before: the phases up to theirs lie behind them.
INSERT INTO gates (project_id, number, phase, state, version)
WITH phases (number, phase) AS (VALUES (1, 'initiate'), (2, 'feasibility'), (3, 'planning'), (4, 'execution'), (5, 'closure'), (6, 'effect'))
SELECT p.id, g.number, g.phase, CASE WHEN g.number < n.number THEN 'passed' WHEN g.number = n.number THEN 'open' ELSE 'ahead' END, 1
FROM projects p JOIN phases n ON n.phase = p.phase CROSS JOIN phases g;
