-- The risk register as a person wants to see it again: filters and order under a name of their own.
-- A number is never given twice: what somebody says of a view that is gone is said of nothing.
CREATE TABLE risk_views (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  person_id BIGINT NOT NULL REFERENCES people(id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, person_id, name)
);
-- The register is kept as it was rendered, and shows them.
CREATE TRIGGER risk_views_mark_insert AFTER INSERT ON risk_views BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER risk_views_mark_update AFTER UPDATE ON risk_views BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER risk_views_mark_delete AFTER DELETE ON risk_views BEGIN UPDATE projects SET rules_mark = random() WHERE id = OLD.project_id; END;
