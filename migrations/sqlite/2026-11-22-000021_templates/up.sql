-- New versions of lifecycles and charters that projects are opened with. The first of each is the program's own.
CREATE TABLE templates (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES people(id),
  made_at TIMESTAMP NOT NULL,
  PRIMARY KEY (kind, key, number)
);
CREATE TRIGGER templates_are_not_changed BEFORE UPDATE ON templates BEGIN SELECT RAISE(ABORT, 'templates are immutable'); END;
CREATE TRIGGER templates_are_not_deleted BEFORE DELETE ON templates BEGIN SELECT RAISE(ABORT, 'templates are immutable'); END;
