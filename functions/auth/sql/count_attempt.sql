/* count_attempt: as count_request; what the source address may, counts for the account, unless it is signed in there */
SELECT coalesce(
           count_request(%(key)s, %(most)s, %(seconds)s),
           CASE WHEN NOT EXISTS (
               SELECT
                 FROM "user" u
                 JOIN session s ON s.user_id = u.id
                WHERE u.email = %(email)s
                  AND s.ip_address = %(source)s
                  AND s.expires_at > timezone('UTC', now())
           ) THEN count_request(%(account_key)s, %(account_most)s, %(account_seconds)s) END
       ) AS seconds
