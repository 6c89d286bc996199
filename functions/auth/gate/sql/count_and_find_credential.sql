/* count_and_find_credential: the try is counted for the account; with it the row of find_credential, null where there is
   none */
SELECT CASE WHEN %(password_key)s::text IS NOT NULL THEN spoor.count_request(%(password_key)s, %(most)s, %(seconds)s) END AS seconds,
       found.id,
       found.password
  FROM (VALUES (1)) AS always
  LEFT JOIN LATERAL (
      SELECT id, password
        FROM public.account
       WHERE user_id = %(user_id)s
         AND provider_id = 'credential'
         AND account_id = %(user_id)s
         AND password <> ''
       ORDER BY created_at, id
       LIMIT 1
  ) AS found ON true
