-- Whose form a token was in, also when the session has ended: what was typed is then shown to them again, and to nobody else.
CREATE TABLE form_tokens (
  token_sha256 TEXT PRIMARY KEY NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people(id),
  made_at TIMESTAMP NOT NULL
) WITHOUT ROWID;
CREATE INDEX form_tokens_by_age ON form_tokens(made_at);
