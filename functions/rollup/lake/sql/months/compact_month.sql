/* compact_month: from the moment that this is committed, the month's new core file counts for all of its days, unless one of
   them is not any more what it was made of. What counted before is left to the sweep. */
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(days)s::jsonb) AS given (day date, before text, digest text, chunks jsonb)
), same AS (
    SELECT known.day, known.core
    FROM spoor.lake_days AS known JOIN given ON given.day = known.day AND given.before = known.digest
    WHERE known.app_id = %(app_id)s::uuid AND known.sealed_at IS NOT NULL
    ORDER BY known.day
    FOR UPDATE OF known
), whole AS (
    SELECT count(*) = (SELECT count(*) FROM given) AND EXISTS (SELECT FROM spoor.lake_files WHERE path = %(core)s) AS yes
    FROM same
), left_over AS (
    UPDATE spoor.lake_files SET left_at = now() FROM same, whole WHERE path = same.core AND whole.yes
)
UPDATE spoor.lake_days AS known SET
    core = %(core)s, core_bytes = %(bytes)s, core_sha256 = %(sha256)s, chunks = given.chunks, digest = given.digest
FROM given, whole
WHERE known.app_id = %(app_id)s::uuid AND known.day = given.day AND whole.yes
