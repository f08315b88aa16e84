DROP TABLE deviations;
