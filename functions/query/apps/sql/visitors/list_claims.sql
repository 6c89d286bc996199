/* list_claims: a page of claims and aliases, those that arrived last first */
SELECT kind, anonymous_id, user_id, claimed_at, received_at, source
FROM (
    SELECT 'claim' AS kind, anonymous_id, user_id, claimed_at, received_at, source
    FROM spoor.claims WHERE app_id = %(app_id)s
    UNION ALL
    SELECT 'alias', one, other, claimed_at, received_at, source
    FROM spoor.aliases WHERE app_id = %(app_id)s
) AS said
WHERE claimed_at >= coalesce(%(claimed_since)s::timestamptz, '-infinity')
    AND received_at >= coalesce(%(since)s::timestamptz, '-infinity')
    AND (%(anonymous_id)s::text IS NULL OR anonymous_id = %(anonymous_id)s OR (kind = 'alias' AND user_id = %(anonymous_id)s))
    AND (%(user_id)s::text IS NULL OR user_id = %(user_id)s OR (kind = 'alias' AND anonymous_id = %(user_id)s))
    AND (
        %(before)s::timestamptz IS NULL
        OR (received_at, anonymous_id, user_id) < (%(before)s, %(before_id)s::text, %(before_user)s::text)
    )
ORDER BY received_at DESC, anonymous_id DESC, user_id DESC
LIMIT %(limit)s
