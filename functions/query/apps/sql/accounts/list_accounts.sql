/* list_accounts: a page of the accounts of which trackers said anything */
SELECT type, id, said
FROM spoor.account_profiles
WHERE app_id = %(app_id)s
    AND (%(type)s::text IS NULL OR type = %(type)s)
    AND (%(ids)s::text[] IS NULL OR id = ANY (%(ids)s))
    AND (type, id) > (%(after_type)s::text, %(after_id)s::text)
ORDER BY type, id
LIMIT %(most)s
