CREATE TABLE conditions_new (
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
INSERT INTO conditions_new (project_id, number, gate, decision, item, text, owner_id, due_on, fulfilled_on, fulfilled_by, note, version)
SELECT project_id, number, gate, decision, item, text, owner_id, due_on, fulfilled_on, fulfilled_by, note, version FROM conditions WHERE gate IS NOT NULL;
DROP TABLE conditions;
ALTER TABLE conditions_new RENAME TO conditions;
DROP TABLE delivery_versions;
DROP TABLE deliveries;
DROP TABLE deliverable_versions;
DROP TABLE acceptance_criteria;
ALTER TABLE deliverables DROP COLUMN responsible_id;
ALTER TABLE deliverables DROP COLUMN description;
