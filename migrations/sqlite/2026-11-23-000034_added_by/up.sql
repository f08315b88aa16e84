-- Who gave somebody an account: how many one person invites in a day is limited.
ALTER TABLE people ADD COLUMN added_by BIGINT;
CREATE INDEX people_by_adder ON people(added_by, created_at);
-- What a report's accepted mail told is not needed any more: it held all of the report, once for each recipient.
UPDATE outbox SET data = '{}' WHERE state = 'accepted' AND report_id IS NOT NULL;
