/* forget_file */
DELETE FROM spoor.lake_files WHERE path = %(path)s
