ALTER TABLE deliverables DROP COLUMN removed_by;
DROP TRIGGER plan_baselines_are_not_replaced;
DROP TRIGGER plan_baselines_are_not_deleted;
DROP TRIGGER plan_baselines_are_not_changed;
DROP TABLE plan_baselines;
DROP TABLE change_steps;
DROP TRIGGER decided_changes_are_locked;
DROP TABLE change_requests;
