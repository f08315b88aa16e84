-- Which risks may contain a text: every three letters in a row lead to them. It tells candidates, which the question itself compares, so it
-- keeps no places in the text. To add one risk at a time would cost a sixth of logging it, so the newest wait, some thousand at most, and
-- are read through.
CREATE VIRTUAL TABLE risk_search USING fts5(search, content='risks', content_rowid='id', tokenize='trigram', detail=none, columnsize=0);
CREATE TABLE risk_search_until (until BIGINT NOT NULL);
INSERT INTO risk_search (rowid, search) SELECT id, search FROM risks;
INSERT INTO risk_search_until (until) SELECT COALESCE(MAX(id), 0) FROM risks;

CREATE TRIGGER risk_search_added AFTER INSERT ON risks WHEN new.id % 1024 = 0 BEGIN
    INSERT INTO risk_search (rowid, search) SELECT id, search FROM risks WHERE id > (SELECT until FROM risk_search_until);
    UPDATE risk_search_until SET until = new.id;
END;
CREATE TRIGGER risk_search_changed AFTER UPDATE OF search ON risks WHEN old.search <> new.search AND old.id <= (SELECT until FROM risk_search_until) BEGIN
    INSERT INTO risk_search (risk_search, rowid, search) VALUES ('delete', old.id, old.search);
    INSERT INTO risk_search (rowid, search) VALUES (new.id, new.search);
END;
