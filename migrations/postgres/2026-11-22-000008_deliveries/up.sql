-- What a deliverable is, and who answers for it.
ALTER TABLE deliverables ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE deliverables ADD COLUMN responsible_id BIGINT REFERENCES people(id);

-- What a deliverable must fulfil to be accepted.
CREATE TABLE acceptance_criteria (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  deliverable INTEGER NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  met BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  changed_by BIGINT NOT NULL REFERENCES people(id),
  changed_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, deliverable, number)
);

-- A version of a deliverable, with a file or a link. The label of the newest stands with the deliverable too.
CREATE TABLE deliverable_versions (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  deliverable INTEGER NOT NULL,
  number INTEGER NOT NULL,
  label TEXT NOT NULL,
  link TEXT NOT NULL,
  sha256 TEXT REFERENCES files(sha256),
  note TEXT NOT NULL,
  -- Nobody, for a label that stood with the deliverable before there were versions.
  added_by BIGINT REFERENCES people(id),
  added_at TIMESTAMP NOT NULL,
  -- The part delivery that it was approved with, and the decision: from then on it is locked.
  delivery INTEGER,
  decision INTEGER,
  PRIMARY KEY (project_id, deliverable, number),
  UNIQUE (project_id, deliverable, label)
);
INSERT INTO deliverable_versions (project_id, deliverable, number, label, link, note, added_at)
SELECT d.project_id, d.number, 1, d.version_label, '', '', p.created_at FROM deliverables d JOIN projects p ON p.id = d.project_id WHERE d.version_label <> '';

-- A part delivery: versions that are decided upon together.
CREATE TABLE deliveries (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  planned_on DATE,
  -- The decision that the plan foresees for it.
  point INTEGER,
  state TEXT NOT NULL,
  -- Those who wrote or submitted it, as JSON.
  makers TEXT NOT NULL,
  proposed TEXT,
  recommendation TEXT NOT NULL,
  submitted_at TIMESTAMP,
  submitted_by BIGINT REFERENCES people(id),
  to_complete TEXT,
  lift TEXT,
  -- What was approved, by which decision.
  content TEXT,
  decision INTEGER,
  decided_on DATE,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number)
);
CREATE TABLE delivery_versions (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  delivery INTEGER NOT NULL,
  deliverable INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (project_id, delivery, deliverable)
);

-- A condition is set at a gate or with a part delivery.
ALTER TABLE conditions ALTER COLUMN gate DROP NOT NULL;
ALTER TABLE conditions ADD COLUMN delivery INTEGER;
