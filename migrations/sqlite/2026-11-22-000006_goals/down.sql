DROP TABLE measurements;
DROP TABLE indicators;
DROP TABLE goals;
