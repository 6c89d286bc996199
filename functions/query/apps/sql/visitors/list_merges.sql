/* list_merges: of known users, newest first; of an app or of one visitor */
SELECT one, other, merged_at, source
FROM spoor.merges
WHERE app_id = %(app_id)s
    AND EXISTS (SELECT FROM spoor.known_ids WHERE app_id = %(app_id)s AND id = one)
    AND EXISTS (SELECT FROM spoor.known_ids WHERE app_id = %(app_id)s AND id = other)
    AND (
        %(visitor_id)s::text IS NULL
        OR one = ANY (spoor.ids_of(%(app_id)s, spoor.visitor_of(%(app_id)s, %(visitor_id)s::text)))
    )
ORDER BY merged_at DESC, one, other
LIMIT %(most)s
