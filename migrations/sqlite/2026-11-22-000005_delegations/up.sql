-- Matters that a role lets a person or another role decide, from day to day. Nothing of it changes but that it is revoked.
CREATE TABLE delegations (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  from_role TEXT NOT NULL,
  given_by BIGINT NOT NULL REFERENCES people(id),
  by_body BOOLEAN NOT NULL,
  to_person BIGINT REFERENCES people(id),
  to_role TEXT,
  matters TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  kronor BIGINT,
  days INTEGER,
  reason TEXT NOT NULL,
  decision INTEGER NOT NULL,
  revocation INTEGER,
  revoked_on DATE,
  version BIGINT NOT NULL,
  PRIMARY KEY (project_id, number),
  CHECK ((to_person IS NULL) <> (to_role IS NULL)),
  CHECK (to_on >= from_on)
);
CREATE TRIGGER delegations_are_only_revoked BEFORE UPDATE ON delegations
WHEN OLD.revocation IS NOT NULL OR NEW.project_id <> OLD.project_id OR NEW.number <> OLD.number OR NEW.from_role <> OLD.from_role OR NEW.given_by <> OLD.given_by
  OR NEW.by_body <> OLD.by_body OR NEW.to_person IS NOT OLD.to_person OR NEW.to_role IS NOT OLD.to_role OR NEW.matters <> OLD.matters OR NEW.from_on <> OLD.from_on
  OR NEW.to_on <> OLD.to_on OR NEW.kronor IS NOT OLD.kronor OR NEW.days IS NOT OLD.days OR NEW.decision <> OLD.decision
BEGIN SELECT RAISE(ABORT, 'a delegation can only be revoked'); END;
CREATE TRIGGER delegations_are_not_deleted BEFORE DELETE ON delegations BEGIN SELECT RAISE(ABORT, 'a delegation can only be revoked'); END;
CREATE TRIGGER delegations_mark_insert AFTER INSERT ON delegations BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER delegations_mark_update AFTER UPDATE ON delegations BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;

-- The delegation that a decision was taken under.
ALTER TABLE decisions ADD COLUMN delegation INTEGER;
