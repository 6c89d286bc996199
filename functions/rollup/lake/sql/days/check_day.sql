/* check_day: events are never changed, so as many as were sealed are those that were sealed. Who writes to the table past
   ingest marks no day: here it is found out. */
WITH counted AS (
    SELECT count(*) AS rows FROM public.events
    WHERE app_id = %(app_id)s::uuid AND occurred_at >= %(since)s::timestamptz AND occurred_at < %(until)s::timestamptz
), differs AS (
    INSERT INTO spoor.lake_marks (app_id, day)
    SELECT known.app_id, known.day FROM spoor.lake_days AS known, counted
    WHERE known.app_id = %(app_id)s::uuid AND known.day = %(day)s::date AND known.rows <> counted.rows
        AND NOT EXISTS (SELECT FROM spoor.lake_horizons AS horizon WHERE horizon.app_id = known.app_id AND known.day < since)
    ON CONFLICT DO NOTHING
    RETURNING 1
), checked AS (
    UPDATE spoor.lake_days SET checked_at = now() WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date
)
SELECT EXISTS (SELECT FROM differs) AS differs
