ALTER TABLE deliveries DROP COLUMN lift_request;
