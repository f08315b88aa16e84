ALTER TABLE sessions DROP COLUMN notice_decision;
