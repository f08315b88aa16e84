DROP INDEX IF EXISTS risks_search;
