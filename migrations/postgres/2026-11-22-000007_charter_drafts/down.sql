DROP TABLE charter_drafts;
