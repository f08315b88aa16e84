-- The decision that approved the report that an artefact of a gate is; none for what is kept elsewhere.
ALTER TABLE gate_items ADD COLUMN decision INTEGER;
UPDATE gate_items SET decision = (
    SELECT MAX(reports.decision) FROM reports
    WHERE reports.project_id = gate_items.project_id AND reports.state IN ('approved', 'sent')
        AND gate_items.item = reports.kind || '_report'
) WHERE met AND item IN ('final_report', 'effect_report');
