/* set_password: in the user's credential account, or in a new one where there is none */
WITH changed AS (
  UPDATE public.account
     SET password = %(password)s,
         updated_at = %(now)s
   WHERE user_id = %(user_id)s
     AND provider_id = 'credential'
     AND account_id = %(user_id)s
  RETURNING id
)
INSERT INTO public.account (id, account_id, provider_id, user_id, password, created_at, updated_at)
SELECT %(id)s, %(user_id)s, 'credential', %(user_id)s, %(password)s, %(now)s, %(now)s
 WHERE NOT EXISTS (SELECT FROM changed)
