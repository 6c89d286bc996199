/* find_social_account: an account at a provider with its user; the oldest, should Better Auth have stored it twice */
SELECT a.id AS account_row_id,
       a.scope,
       u.id AS user_id,
       u.name AS user_name,
       u.email AS user_email,
       u.email_verified AS user_email_verified,
       u.image AS user_image,
       u.created_at AS user_created_at,
       u.updated_at AS user_updated_at,
       EXISTS (SELECT FROM spoor.two_factor t WHERE t.user_id = u.id AND t.verified) AS user_two_factor_enabled
  FROM public.account a
  JOIN public."user" u ON u.id = a.user_id
 WHERE a.provider_id = %(provider_id)s
   AND a.account_id = %(account_id)s
 ORDER BY a.created_at, a.id
 LIMIT 1
