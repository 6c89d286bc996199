/* pending_erasures: whether there are codes of erased visitors that files may still have, and whether such files wait to be
   swept */
SELECT count(*) > 0 AS there_are, coalesce(bool_or(EXISTS (
    SELECT FROM spoor.lake_files AS file
    WHERE left_at IS NOT NULL AND starts_with(file.path, 'app_id=' || erased.app_id || '/')
        AND NOT EXISTS (SELECT FROM spoor.lake_days WHERE file.path IN (core, properties))
)), false) AS files_wait
FROM (SELECT DISTINCT app_id FROM spoor.lake_erasures) AS erased
