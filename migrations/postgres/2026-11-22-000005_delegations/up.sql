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
CREATE TRIGGER delegations_are_only_revoked BEFORE UPDATE ON delegations FOR EACH ROW
WHEN (OLD.revocation IS NOT NULL OR (NEW.project_id, NEW.number, NEW.from_role, NEW.given_by, NEW.by_body, NEW.to_person, NEW.to_role, NEW.matters, NEW.from_on, NEW.to_on, NEW.kronor, NEW.days, NEW.decision)
  IS DISTINCT FROM (OLD.project_id, OLD.number, OLD.from_role, OLD.given_by, OLD.by_body, OLD.to_person, OLD.to_role, OLD.matters, OLD.from_on, OLD.to_on, OLD.kronor, OLD.days, OLD.decision))
EXECUTE FUNCTION refuse('a delegation can only be revoked');
CREATE TRIGGER delegations_are_not_deleted BEFORE DELETE ON delegations FOR EACH ROW EXECUTE FUNCTION refuse('a delegation can only be revoked');
CREATE TRIGGER delegations_are_not_truncated BEFORE TRUNCATE ON delegations FOR EACH STATEMENT EXECUTE FUNCTION refuse('a delegation can only be revoked');
CREATE TRIGGER delegations_mark AFTER INSERT OR UPDATE ON delegations FOR EACH ROW EXECUTE FUNCTION mark_rules();

-- The delegation that a decision was taken under.
ALTER TABLE decisions ADD COLUMN delegation INTEGER;
