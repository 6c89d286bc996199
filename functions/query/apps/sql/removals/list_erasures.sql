/* list_erasures: newest first */
SELECT erased_at, ids, events, sessions, identities FROM spoor.erasures
WHERE app_id = %(app_id)s
ORDER BY erased_at DESC, id
LIMIT %(most)s
