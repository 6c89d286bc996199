/* find_login: the call is counted for the account; with it the user of an address and the password of their
   credential account, null where there is none; the oldest, should Better Auth have stored it twice */
SELECT counted.seconds,
       u.id AS user_id,
       u.name AS user_name,
       u.email AS user_email,
       u.email_verified AS user_email_verified,
       u.image AS user_image,
       u.created_at AS user_created_at,
       u.updated_at AS user_updated_at,
       EXISTS (SELECT FROM spoor.two_factor t WHERE t.user_id = u.id AND t.verified) AS user_two_factor_enabled,
       a.password
  FROM (SELECT spoor.count_for_account(%(account_key)s, %(most)s, %(seconds)s, %(email)s, %(source)s) AS seconds) AS counted
  LEFT JOIN public."user" u ON u.email = %(email)s
  LEFT JOIN public.account a ON a.user_id = u.id AND a.provider_id = 'credential' AND a.account_id = u.id AND a.password <> ''
 ORDER BY a.created_at, a.id
 LIMIT 1
