-- Why a risk stands with its holder: it rose, or its acceptance has expired.
ALTER TABLE risks ADD COLUMN escalated_for TEXT;
UPDATE risks SET escalated_for = 'rise' WHERE escalated_at IS NOT NULL;
