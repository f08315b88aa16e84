ALTER TABLE gate_items DROP COLUMN decision;
