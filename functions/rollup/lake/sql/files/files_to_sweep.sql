/* files_to_sweep: files that no manifest names, and that nobody can be making or reading any more; what was left behind where
   a visitor was erased goes sooner */
SELECT path FROM spoor.lake_files AS file
WHERE (
        greatest(made_at, left_at) < %(before)s::timestamptz
        OR (left_at < %(left)s::timestamptz AND EXISTS (
            SELECT FROM spoor.lake_erasures AS erased WHERE starts_with(file.path, 'app_id=' || erased.app_id || '/')
        ))
    )
    AND NOT EXISTS (SELECT FROM spoor.lake_days WHERE file.path IN (core, properties))
LIMIT %(most)s
