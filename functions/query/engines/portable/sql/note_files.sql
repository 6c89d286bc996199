/* note_files: what is put into the store for a job, to be swept with all else that no manifest names */
INSERT INTO spoor.lake_files (path) SELECT unnest(%(paths)s::text[]) ON CONFLICT DO NOTHING
