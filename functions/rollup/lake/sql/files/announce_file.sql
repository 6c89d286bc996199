/* announce_file: the file that is to be made is written down before it is */
INSERT INTO spoor.lake_files (path, days) VALUES (%(path)s, %(days)s)
