-- An approved version is handed over to a receiver, who answers: a member in person, one outside by what the leader records.
CREATE TABLE handovers (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  deliverable INTEGER NOT NULL,
  -- The deliverable's version, by its number.
  part INTEGER NOT NULL,
  receiver_id BIGINT REFERENCES people(id),
  receiver_name TEXT NOT NULL,
  note TEXT NOT NULL,
  handed_by BIGINT NOT NULL REFERENCES people(id),
  handed_on DATE NOT NULL,
  state TEXT NOT NULL,
  answered_on DATE,
  -- Who answered; one outside by name.
  answered_by TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number)
);

-- What the project must or should fulfil.
CREATE TABLE requirements (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  -- Of the product or of the project.
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  priority TEXT NOT NULL,
  note TEXT NOT NULL,
  -- The least that is demanded, where it can be measured, and what was measured.
  measure BIGINT,
  measured BIGINT,
  state TEXT NOT NULL,
  -- How it was verified.
  verification TEXT NOT NULL DEFAULT '',
  verified_on DATE,
  verified_by BIGINT REFERENCES people(id),
  -- The waiver that is asked for: who, why and when, as JSON.
  waiver TEXT,
  -- What was waived, by which decision.
  content TEXT,
  decision INTEGER,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number)
);
