-- How many risks wait for their holder is kept, by band and by the role that they were lifted to: `waits:high:`, `waits:low:steering_group`.
INSERT INTO risk_tallies (project_id, key, n)
SELECT project_id, 'waits:' || band || ':' || COALESCE(lifted_to, ''), COUNT(*) FROM risks WHERE waiting GROUP BY project_id, band, lifted_to;
