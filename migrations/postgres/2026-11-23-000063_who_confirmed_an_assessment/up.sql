-- A lowering that somebody proposed is the proposer's assessment, confirmed by the holder in a decision.
ALTER TABLE assessments ADD COLUMN confirmed_by BIGINT;
ALTER TABLE assessments ADD COLUMN confirmed_role TEXT;
ALTER TABLE assessments ADD COLUMN decision INTEGER;
