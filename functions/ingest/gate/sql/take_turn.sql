/* take_turn: one of an app's four turns that nobody has, or whose holder had it for longer than a request can take; what
   instances left that were lost is swept */
WITH swept AS (
    DELETE FROM spoor.ingest_turns WHERE until < clock_timestamp() - interval '1 hour'
)
INSERT INTO spoor.ingest_turns AS taken (app_id, turn, until)
SELECT %(app_id)s::uuid, free.turn, clock_timestamp() + interval '12 seconds'
FROM generate_series(1, 4) AS free (turn)
WHERE NOT EXISTS (
    SELECT FROM spoor.ingest_turns AS held
    WHERE held.app_id = %(app_id)s::uuid AND held.turn = free.turn AND held.until > clock_timestamp()
)
ORDER BY random()
LIMIT 1
ON CONFLICT (app_id, turn) DO UPDATE SET until = excluded.until WHERE taken.until <= clock_timestamp()
RETURNING turn
