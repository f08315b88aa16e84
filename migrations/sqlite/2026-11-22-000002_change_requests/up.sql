CREATE TABLE change_requests (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  state TEXT NOT NULL,
  -- When it came into that state: how long it has lain there follows from it.
  since TIMESTAMP NOT NULL,
  ordered_by TEXT NOT NULL,
  passed_on BOOLEAN NOT NULL,
  title TEXT NOT NULL,
  proposal TEXT NOT NULL,
  reason TEXT NOT NULL,
  if_nothing TEXT NOT NULL,
  -- The leader's assessment with the plan's lines, as JSON.
  assessment TEXT,
  -- Ids of those who wrote it, the first of them first, as JSON.
  makers TEXT NOT NULL,
  lift TEXT,
  -- The decision that approved or rejected it, and the baseline that an approval made.
  decision INTEGER,
  baseline INTEGER,
  search TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, number)
);
CREATE INDEX change_requests_by_state ON change_requests(project_id, state, number DESC);
CREATE TRIGGER decided_changes_are_locked BEFORE UPDATE ON change_requests
WHEN OLD.decision IS NOT NULL AND (NEW.decision IS NOT OLD.decision OR NEW.baseline IS NOT OLD.baseline OR NEW.title IS NOT OLD.title OR NEW.proposal IS NOT OLD.proposal OR NEW.reason IS NOT OLD.reason OR NEW.if_nothing IS NOT OLD.if_nothing OR NEW.assessment IS NOT OLD.assessment)
BEGIN SELECT RAISE(ABORT, 'a decided change request is locked'); END;

-- The way of each request: who brought it into which state, when, and with what words.
CREATE TABLE change_steps (
  id INTEGER PRIMARY KEY NOT NULL,
  change_id BIGINT NOT NULL REFERENCES change_requests(id),
  at TIMESTAMP NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people(id),
  role TEXT NOT NULL,
  step TEXT NOT NULL,
  text TEXT NOT NULL,
  decision INTEGER
);
CREATE INDEX change_steps_by_change ON change_steps(change_id, id);

-- The plans that have been in force (Gällande plan); the one with the highest number is.
CREATE TABLE plan_baselines (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  hash TEXT NOT NULL,
  -- The change request and the decision that made it; none for the plan before the first change.
  change_number INTEGER,
  decision INTEGER,
  adopted_at TIMESTAMP NOT NULL,
  PRIMARY KEY (project_id, number)
);
CREATE TRIGGER plan_baselines_are_not_changed BEFORE UPDATE ON plan_baselines BEGIN SELECT RAISE(ABORT, 'baselines are immutable'); END;
CREATE TRIGGER plan_baselines_are_not_deleted BEFORE DELETE ON plan_baselines BEGIN SELECT RAISE(ABORT, 'baselines are immutable'); END;
CREATE TRIGGER plan_baselines_are_not_replaced BEFORE INSERT ON plan_baselines
WHEN EXISTS (SELECT 1 FROM plan_baselines WHERE project_id = NEW.project_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'baselines are immutable'); END;

-- A deliverable that an approved change took out of the plan keeps its number; the decision that did so.
ALTER TABLE deliverables ADD COLUMN removed_by INTEGER;
