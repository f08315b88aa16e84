-- Times are UTC. Money is whole öre. Enums and JSON are text. Ids are 64-bit inside; people see codes and numbers.

CREATE TABLE settings (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);

CREATE TABLE people (
  id INTEGER PRIMARY KEY NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT,
  is_admin BOOLEAN NOT NULL,
  language TEXT,
  theme TEXT,
  disabled_at TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE sessions (
  hash TEXT PRIMARY KEY NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people(id),
  csrf TEXT NOT NULL,
  notice TEXT,
  created_at TIMESTAMP NOT NULL,
  seen_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_person ON sessions(person_id);
CREATE INDEX sessions_by_expiry ON sessions(expires_at);

CREATE TABLE tokens (
  id INTEGER PRIMARY KEY NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES people(id),
  scope TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  revoked_at TIMESTAMP
);

CREATE TABLE password_links (
  hash TEXT PRIMARY KEY NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people(id),
  expires_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP
);

-- Outside the journal's chain; rows older than the retention are deleted.
CREATE TABLE sign_ins (
  id INTEGER PRIMARY KEY NOT NULL,
  at TIMESTAMP NOT NULL,
  email_key TEXT NOT NULL,
  address TEXT NOT NULL,
  outcome TEXT NOT NULL
);
CREATE INDEX sign_ins_by_time ON sign_ins(at);

CREATE TABLE projects (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  organisation TEXT NOT NULL,
  orderer TEXT NOT NULL,
  financier TEXT NOT NULL,
  register_number TEXT NOT NULL,
  purpose TEXT NOT NULL,
  phase TEXT NOT NULL,
  started_on DATE NOT NULL,
  late_days BIGINT NOT NULL,
  unfilled_days BIGINT NOT NULL,
  next_risk INTEGER NOT NULL,
  next_decision INTEGER NOT NULL,
  next_report INTEGER NOT NULL,
  -- Names the present state of roles, their people, bodies, charter and policy: a new random number whenever one of them changes.
  rules_mark BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);

-- Roles that are held by a body in this project.
CREATE TABLE bodies (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (project_id, role)
);

CREATE TABLE role_assignments (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  person_id BIGINT NOT NULL REFERENCES people(id),
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  chair BOOLEAN NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE,
  substitute_for BIGINT REFERENCES people(id),
  decision INTEGER,
  version BIGINT NOT NULL
);
CREATE INDEX role_assignments_by_person ON role_assignments(person_id, project_id);
CREATE INDEX role_assignments_by_project ON role_assignments(project_id, role);

CREATE TABLE charters (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  matters TEXT NOT NULL,
  decision INTEGER,
  adopted_at TIMESTAMP NOT NULL,
  PRIMARY KEY (project_id, number)
);

CREATE TABLE risk_policies (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  body TEXT NOT NULL,
  decision INTEGER,
  adopted_at TIMESTAMP NOT NULL,
  PRIMARY KEY (project_id, number)
);

CREATE TABLE risks (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  threat TEXT NOT NULL,
  vulnerability TEXT NOT NULL,
  consequence TEXT NOT NULL,
  likelihood INTEGER NOT NULL,
  impact INTEGER NOT NULL,
  value INTEGER NOT NULL,
  band TEXT NOT NULL,
  open BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  state_on DATE,
  state_decision INTEGER,
  owner_id BIGINT REFERENCES people(id),
  review_on DATE NOT NULL,
  escalated_at TIMESTAMP,
  acknowledged_at TIMESTAMP,
  proposal TEXT,
  lifted_to TEXT,
  lift TEXT,
  lift_request TEXT,
  waiting BOOLEAN NOT NULL,
  covered BOOLEAN NOT NULL,
  trail TEXT NOT NULL,
  search TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, number)
);
CREATE INDEX risks_by_value ON risks(project_id, open, value DESC, number);
CREATE INDEX risks_by_number ON risks(project_id, open, number);
CREATE INDEX risks_by_review ON risks(project_id, open, review_on, number);
CREATE INDEX risks_by_band ON risks(project_id, open, band, value DESC, number);
CREATE INDEX risks_by_cell ON risks(project_id, open, likelihood, impact, number);
CREATE INDEX risks_waiting ON risks(project_id, waiting, value DESC, number);

-- Counts are kept, not counted.
CREATE TABLE risk_tallies (
  project_id BIGINT NOT NULL REFERENCES projects(id),
  key TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (project_id, key)
);

CREATE TABLE assessments (
  id INTEGER PRIMARY KEY NOT NULL,
  risk_id BIGINT NOT NULL REFERENCES risks(id),
  at TIMESTAMP NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people(id),
  role TEXT NOT NULL,
  likelihood INTEGER NOT NULL,
  impact INTEGER NOT NULL,
  value INTEGER NOT NULL,
  band TEXT NOT NULL,
  reason TEXT NOT NULL,
  kind TEXT NOT NULL,
  policy INTEGER NOT NULL
);
CREATE INDEX assessments_by_risk ON assessments(risk_id, id);

CREATE TABLE measures (
  id INTEGER PRIMARY KEY NOT NULL,
  risk_id BIGINT NOT NULL REFERENCES risks(id),
  number INTEGER NOT NULL,
  strategy TEXT NOT NULL,
  text TEXT NOT NULL,
  responsible_id BIGINT REFERENCES people(id),
  due_on DATE,
  cost BIGINT,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (risk_id, number)
);

-- Comments and opinions on anything in a project. They do not raise the object's version.
CREATE TABLE remarks (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  object TEXT NOT NULL,
  kind TEXT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people(id),
  role TEXT NOT NULL,
  at TIMESTAMP NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX remarks_by_object ON remarks(project_id, object, id);

CREATE TABLE decisions (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  matter TEXT,
  object_kind TEXT NOT NULL,
  object_ref TEXT NOT NULL,
  object_version BIGINT NOT NULL,
  object_hash TEXT NOT NULL,
  title TEXT NOT NULL,
  outcome TEXT NOT NULL,
  motivation TEXT NOT NULL,
  conditions TEXT NOT NULL,
  person_id BIGINT REFERENCES people(id),
  person_name TEXT NOT NULL,
  role TEXT NOT NULL,
  charter INTEGER,
  basis TEXT,
  decided_on DATE NOT NULL,
  recorded_at TIMESTAMP NOT NULL,
  recorded_by BIGINT NOT NULL REFERENCES people(id),
  recorded_name TEXT NOT NULL,
  minutes_sha256 TEXT,
  supersedes INTEGER,
  search TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (project_id, number)
);
CREATE INDEX decisions_by_object ON decisions(project_id, object_kind, object_ref);
CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are immutable'); END;
CREATE TRIGGER decisions_are_not_deleted BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are immutable'); END;
CREATE TRIGGER decisions_are_not_replaced BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id OR (project_id = NEW.project_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'decisions are immutable'); END;

-- A body's decision that is recorded and waits for its chair. Recording is not deciding.
CREATE TABLE recordings (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  role TEXT NOT NULL,
  -- None: an earlier decision, or a body deciding about itself, as when it chooses its chair.
  matter TEXT,
  object_kind TEXT NOT NULL,
  object_ref TEXT NOT NULL,
  object_version BIGINT NOT NULL,
  act TEXT NOT NULL,
  basis TEXT,
  recorded_by BIGINT NOT NULL REFERENCES people(id),
  recorded_at TIMESTAMP NOT NULL,
  closed_at TIMESTAMP,
  closed_by BIGINT REFERENCES people(id),
  outcome TEXT,
  reason TEXT,
  decision INTEGER
);
CREATE INDEX recordings_open ON recordings(project_id, closed_at, role);
CREATE INDEX recordings_by_object ON recordings(project_id, object_kind, object_ref);

CREATE TABLE deliverables (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  version_label TEXT NOT NULL,
  handed_to TEXT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, number)
);

CREATE TABLE milestones (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  starts_on DATE NOT NULL,
  planned_on DATE NOT NULL,
  forecast_on DATE,
  done_on DATE,
  version BIGINT NOT NULL,
  UNIQUE (project_id, number)
);

CREATE TABLE sprints (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  status TEXT NOT NULL,
  upcoming TEXT NOT NULL,
  published_at TIMESTAMP,
  published_by BIGINT REFERENCES people(id),
  version BIGINT NOT NULL,
  UNIQUE (project_id, number)
);

CREATE TABLE budget_lines (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  position INTEGER NOT NULL,
  category TEXT NOT NULL,
  year INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, category, year)
);

CREATE TABLE outcomes (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  category TEXT NOT NULL,
  month DATE NOT NULL,
  amount BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, category, month)
);

CREATE TABLE meetings (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  held_on DATE NOT NULL,
  hours TEXT NOT NULL,
  purpose TEXT NOT NULL,
  goal TEXT NOT NULL,
  agenda TEXT NOT NULL,
  UNIQUE (project_id, number)
);

CREATE TABLE recipients (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  role TEXT NOT NULL,
  language TEXT NOT NULL,
  registrar BOOLEAN NOT NULL,
  ended_at TIMESTAMP,
  version BIGINT NOT NULL,
  UNIQUE (project_id, email_key)
);

CREATE TABLE reports (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT NOT NULL REFERENCES projects(id),
  number INTEGER NOT NULL,
  edition INTEGER NOT NULL,
  state TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  sprints TEXT NOT NULL,
  language TEXT NOT NULL,
  draft TEXT NOT NULL,
  editors TEXT NOT NULL,
  frozen TEXT,
  hash TEXT,
  submitted_at TIMESTAMP,
  submitted_by BIGINT REFERENCES people(id),
  decided_at TIMESTAMP,
  decision INTEGER,
  return_reason TEXT,
  pdf_sha256 TEXT,
  saved_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (project_id, number, edition)
);
CREATE TRIGGER approved_reports_are_locked BEFORE UPDATE ON reports
WHEN OLD.state IN ('approved', 'sent') AND (NEW.frozen IS NOT OLD.frozen OR NEW.hash IS NOT OLD.hash OR NEW.draft IS NOT OLD.draft OR NEW.pdf_sha256 IS NOT OLD.pdf_sha256)
BEGIN SELECT RAISE(ABORT, 'an approved report is locked'); END;

-- Stored files by content: PDFs of approved reports, minutes.
CREATE TABLE files (
  sha256 TEXT PRIMARY KEY NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  bytes BLOB NOT NULL,
  stored_at TIMESTAMP NOT NULL
);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY NOT NULL,
  project_id BIGINT REFERENCES projects(id),
  report_id BIGINT REFERENCES reports(id),
  recipient_id BIGINT REFERENCES recipients(id),
  resend INTEGER NOT NULL,
  kind TEXT NOT NULL,
  to_name TEXT NOT NULL,
  to_email TEXT NOT NULL,
  reply_name TEXT NOT NULL,
  reply_email TEXT NOT NULL,
  language TEXT NOT NULL,
  data TEXT NOT NULL,
  attachment_sha256 TEXT,
  attachment_name TEXT,
  message_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  due_at TIMESTAMP NOT NULL,
  leased_until TIMESTAMP,
  leased_by TEXT,
  created_at TIMESTAMP NOT NULL,
  accepted_at TIMESTAMP,
  UNIQUE (report_id, recipient_id, resend)
);
CREATE INDEX outbox_due ON outbox(state, due_at);
CREATE INDEX outbox_by_report ON outbox(report_id);

CREATE TABLE delivery_attempts (
  id INTEGER PRIMARY KEY NOT NULL,
  outbox_id BIGINT NOT NULL REFERENCES outbox(id),
  at TIMESTAMP NOT NULL,
  accepted BOOLEAN NOT NULL,
  answer TEXT NOT NULL
);
CREATE INDEX delivery_attempts_by_mail ON delivery_attempts(outbox_id, id);

CREATE TABLE idempotency (
  person_id BIGINT NOT NULL REFERENCES people(id),
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  key TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (person_id, method, path, key)
);
CREATE INDEX idempotency_by_age ON idempotency(created_at);

CREATE TABLE jobs (
  name TEXT PRIMARY KEY NOT NULL,
  due_at TIMESTAMP NOT NULL,
  leased_until TIMESTAMP,
  leased_by TEXT
);

-- Chain 0 is the installation's; a project's chain has the project's id.
CREATE TABLE journal (
  chain BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at TIMESTAMP NOT NULL,
  kind TEXT NOT NULL,
  object TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (chain, seq)
);
-- What an erasure decision can empty without breaking the chain.
CREATE TABLE journal_bodies (
  chain BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  salt TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (chain, seq),
  FOREIGN KEY (chain, seq) REFERENCES journal(chain, seq)
);
CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_keeps_its_chain BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM journal WHERE chain = NEW.chain)
  OR NEW.previous <> COALESCE((SELECT hash FROM journal WHERE chain = NEW.chain AND seq = NEW.seq - 1), '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_bodies_are_not_deleted BEFORE DELETE ON journal_bodies BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_bodies_are_only_emptied BEFORE UPDATE ON journal_bodies
WHEN NEW.body <> '' OR NEW.salt <> '' OR NEW.chain <> OLD.chain OR NEW.seq <> OLD.seq
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_bodies_are_not_replaced BEFORE INSERT ON journal_bodies
WHEN EXISTS (SELECT 1 FROM journal_bodies WHERE chain = NEW.chain AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

-- Whatever changes roles, their people, bodies, charter or policy gives the project's rules a new mark. A random one: what is rolled
-- back or restored never gives the mark of another state.
CREATE TRIGGER role_assignments_mark_insert AFTER INSERT ON role_assignments BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER role_assignments_mark_update AFTER UPDATE ON role_assignments BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER role_assignments_mark_delete AFTER DELETE ON role_assignments BEGIN UPDATE projects SET rules_mark = random() WHERE id = OLD.project_id; END;
CREATE TRIGGER bodies_mark_insert AFTER INSERT ON bodies BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER bodies_mark_update AFTER UPDATE ON bodies BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER bodies_mark_delete AFTER DELETE ON bodies BEGIN UPDATE projects SET rules_mark = random() WHERE id = OLD.project_id; END;
CREATE TRIGGER charters_mark_insert AFTER INSERT ON charters BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER charters_mark_update AFTER UPDATE ON charters BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER charters_mark_delete AFTER DELETE ON charters BEGIN UPDATE projects SET rules_mark = random() WHERE id = OLD.project_id; END;
CREATE TRIGGER risk_policies_mark_insert AFTER INSERT ON risk_policies BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER risk_policies_mark_update AFTER UPDATE ON risk_policies BEGIN UPDATE projects SET rules_mark = random() WHERE id = NEW.project_id; END;
CREATE TRIGGER risk_policies_mark_delete AFTER DELETE ON risk_policies BEGIN UPDATE projects SET rules_mark = random() WHERE id = OLD.project_id; END;
CREATE TRIGGER people_mark AFTER UPDATE OF name, email, disabled_at ON people BEGIN UPDATE projects SET rules_mark = random() WHERE id IN (SELECT project_id FROM role_assignments WHERE person_id = NEW.id); END;
