-- What the log is filtered by stands in one index, in the order of the log: it is read instead of the decisions with all their words.
CREATE INDEX decisions_by_filter ON decisions(project_id, number, matter, role, outcome, person_id, decided_on, delegation);
