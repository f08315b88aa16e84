DROP TRIGGER risk_search_changed;
DROP TRIGGER risk_search_added;
DROP TABLE risk_search_until;
DROP TABLE risk_search;
