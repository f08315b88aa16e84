DROP TABLE risk_views;
