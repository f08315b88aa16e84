-- The organisations that forms offer. Roles and projects keep the name that they were given.
CREATE TABLE organisations (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  -- No longer offered since then.
  retired_at TIMESTAMP,
  version BIGINT NOT NULL
);
