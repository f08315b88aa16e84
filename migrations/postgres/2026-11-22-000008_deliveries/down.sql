DELETE FROM conditions WHERE gate IS NULL;
ALTER TABLE conditions DROP COLUMN delivery;
ALTER TABLE conditions ALTER COLUMN gate SET NOT NULL;
DROP TABLE delivery_versions;
DROP TABLE deliveries;
DROP TABLE deliverable_versions;
DROP TABLE acceptance_criteria;
ALTER TABLE deliverables DROP COLUMN responsible_id;
ALTER TABLE deliverables DROP COLUMN description;
