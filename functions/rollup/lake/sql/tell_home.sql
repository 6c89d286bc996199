/* tell_home: where the files are, for those who read them past Spoor */
INSERT INTO spoor.lake_home AS known (url) VALUES (%(url)s)
ON CONFLICT (only_one) DO UPDATE SET url = excluded.url WHERE known.url <> excluded.url
