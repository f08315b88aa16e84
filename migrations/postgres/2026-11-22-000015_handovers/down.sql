DROP TABLE requirements;
DROP TABLE handovers;
