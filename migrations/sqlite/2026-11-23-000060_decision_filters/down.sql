DROP INDEX decisions_by_filter;
