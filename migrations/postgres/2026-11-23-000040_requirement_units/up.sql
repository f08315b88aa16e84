-- What a requirement's value is counted in, such as "kommuner" or "procent".
ALTER TABLE requirements ADD COLUMN unit TEXT NOT NULL DEFAULT '';
