/* open_clearings: the oldest first */
SELECT id FROM spoor.clearings WHERE ended_at IS NULL ORDER BY asked_at LIMIT 1000
