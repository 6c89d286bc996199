/* files_to_sweep: files that no manifest names, and that nobody can be making or reading any more */
SELECT path FROM spoor.lake_files AS file
WHERE greatest(made_at, left_at) < %(before)s::timestamptz
    AND NOT EXISTS (SELECT FROM spoor.lake_days WHERE file.path IN (core, properties))
LIMIT %(most)s
