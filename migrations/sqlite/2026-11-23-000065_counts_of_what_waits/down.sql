DELETE FROM risk_tallies WHERE key LIKE 'waits:%';
