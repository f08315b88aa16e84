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
CREATE TRIGGER templates_are_not_changed BEFORE UPDATE OR DELETE ON templates FOR EACH ROW EXECUTE FUNCTION refuse('templates are immutable');
CREATE TRIGGER templates_are_not_truncated BEFORE TRUNCATE ON templates FOR EACH STATEMENT EXECUTE FUNCTION refuse('templates are immutable');
