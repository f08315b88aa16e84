-- A decision was about it: it stays, also when it was sent back.
ALTER TABLE deliverable_versions ADD COLUMN judged BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE deliverable_versions SET judged = TRUE WHERE decision IS NOT NULL OR EXISTS (
  SELECT 1 FROM delivery_versions g
  JOIN decisions d ON d.project_id = g.project_id AND d.object_kind = 'part_delivery' AND d.object_ref = CAST(g.delivery AS TEXT)
  WHERE g.project_id = deliverable_versions.project_id AND g.deliverable = deliverable_versions.deliverable AND g.number = deliverable_versions.number
);
