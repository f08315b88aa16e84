-- Which risks may contain a text: every three letters in a row lead to them. Whoever may not create extensions goes without:
-- then every risk of the project is read through.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX risks_search ON risks USING gin (search gin_trgm_ops);
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
        RAISE NOTICE 'searching without pg_trgm: %', SQLERRM;
END $$;
