-- What somebody without the mandate asks the holder of a part delivery for, as JSON.
ALTER TABLE deliveries ADD COLUMN lift_request TEXT;
