/* seal_day: from the moment that this is committed, the day's new files count, unless somebody else began to seal it
   meanwhile, or it is marked. What counted before is left to the sweep. */
WITH before AS (
    SELECT core, properties FROM spoor.lake_days
    WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND attempt = %(attempt)s::uuid
    FOR UPDATE
), held AS (
    INSERT INTO spoor.lake_held (app_id, day)
    SELECT horizon.app_id, %(day)s::date FROM spoor.lake_horizons AS horizon
    WHERE horizon.app_id = %(app_id)s::uuid AND %(day)s::date < horizon.since AND EXISTS (SELECT FROM before)
        AND (SELECT count(*) FROM spoor.lake_files WHERE path IN (%(core)s, %(properties)s)) = 2
    ON CONFLICT DO NOTHING
), left_over AS (
    UPDATE spoor.lake_files SET left_at = now() FROM before WHERE path IN (before.core, before.properties)
)
UPDATE spoor.lake_days SET
    sealed_at = now(), checked_at = now(),
    format = %(format)s, postgres_major = %(postgres_major)s, rows = %(rows)s, visitors = %(visitors)s,
    whole_ms = %(whole_ms)s, names = %(names)s, keys = %(keys)s, quarters = %(quarters)s, chunks = %(chunks)s,
    core = %(core)s, core_bytes = %(core_bytes)s, core_sha256 = %(core_sha256)s,
    properties = %(properties)s, properties_bytes = %(properties_bytes)s, properties_sha256 = %(properties_sha256)s,
    digest = %(digest)s
WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND attempt = %(attempt)s::uuid AND EXISTS (SELECT FROM before)
    AND (SELECT count(*) FROM spoor.lake_files WHERE path IN (%(core)s, %(properties)s)) = 2 -- else they were swept
