/* begin_import: no row where the app has gone. What is over goes, and of what an app has begun the newest twenty stay. */
WITH gone AS (
    DELETE FROM spoor.imports
    WHERE app_id = %(app_id)s AND (ends_at <= now() OR id IN (
        SELECT id FROM spoor.imports WHERE app_id = %(app_id)s ORDER BY ends_at DESC OFFSET 19
    ))
)
INSERT INTO spoor.imports (app_id, format, wishes)
SELECT id, %(format)s, %(wishes)s FROM public.tracked_apps WHERE id = %(app_id)s
RETURNING id, format, ends_at
