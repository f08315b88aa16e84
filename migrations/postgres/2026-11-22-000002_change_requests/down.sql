ALTER TABLE deliverables DROP COLUMN removed_by;
DROP TABLE plan_baselines;
DROP TABLE change_steps;
DROP TABLE change_requests;
