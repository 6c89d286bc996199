/* make_salt: the first instance that needs a day's salt makes it, and forgets those of days that are over. Yesterday's
   stays for a day: right after midnight a slower clock still asks for it. */
WITH forgotten AS (
    DELETE FROM spoor.visitor_salts WHERE day < %(day)s::date - 1
)
INSERT INTO spoor.visitor_salts (day) VALUES (%(day)s) ON CONFLICT DO NOTHING
