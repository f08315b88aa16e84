DROP TABLE reminders;
DROP TABLE theories;
