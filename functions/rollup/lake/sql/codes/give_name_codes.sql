/* give_name_codes: the codes of names of events; those that have none get the next ones, by the alphabet. It is run
   where lock_codes holds the app's codes. */
WITH asked AS MATERIALIZED (
    SELECT id AS text, known.code
    FROM unnest(%(texts)s::text[]) AS id
    LEFT JOIN spoor.lake_names AS known ON known.app_id = %(app_id)s::uuid AND known.name = id
), fresh AS MATERIALIZED (
    SELECT text, %(known)s + row_number() OVER (ORDER BY text COLLATE "C")::integer AS code
    FROM asked WHERE code IS NULL
), kept AS (
    INSERT INTO spoor.lake_names (app_id, name, code) SELECT %(app_id)s::uuid, text, code FROM fresh
), counted AS (
    UPDATE spoor.lake_codes SET names = %(known)s + (SELECT count(*) FROM fresh)
    WHERE app_id = %(app_id)s::uuid AND EXISTS (SELECT FROM fresh)
)
SELECT text, code FROM asked WHERE code IS NOT NULL
UNION ALL
SELECT text, code FROM fresh
