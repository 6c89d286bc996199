/* announce_day: from the moment that this is committed, whoever changes the day marks it. Its marks so far go: what they
   tell of is in the table before it is read. The files that are to be made are written down before they are. */
WITH app AS (
    SELECT id FROM public.tracked_apps WHERE id = %(app_id)s::uuid FOR KEY SHARE
), announced AS (
    INSERT INTO spoor.lake_days AS known (app_id, day, attempt)
    SELECT id, %(day)s::date, %(attempt)s::uuid FROM app
    ON CONFLICT (app_id, day) DO UPDATE SET attempt = excluded.attempt, begun_at = now(), sealed_at = NULL
    RETURNING 1
), unmarked AS (
    DELETE FROM spoor.lake_marks WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date
), made AS (
    INSERT INTO spoor.lake_files (path) SELECT unnest(%(paths)s::text[]) FROM announced
)
SELECT pg_current_xact_id()::text AS transaction, current_setting('server_version_num')::integer / 10000 AS major
FROM announced
