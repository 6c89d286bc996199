/* disown_files: a day that cannot be sealed any more has no files, rather than old ones; it is tried again in a day, or once
   it changes */
WITH before AS (
    SELECT core, properties FROM spoor.lake_days
    WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND attempt = %(attempt)s::uuid
    FOR UPDATE
), left_over AS (
    UPDATE spoor.lake_files SET left_at = now() FROM before WHERE path IN (before.core, before.properties)
)
UPDATE spoor.lake_days SET core = NULL, properties = NULL, digest = NULL, begun_at = now() + interval '1 day'
WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND attempt = %(attempt)s::uuid AND EXISTS (SELECT FROM before)
