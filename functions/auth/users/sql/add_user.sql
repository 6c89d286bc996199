/* add_user: user, credential account and, where there is one, first sign-in session in one statement: all or none;
   the session that the browser had ends */
WITH new_user AS (
  INSERT INTO public."user" (id, name, email, email_verified, image, created_at, updated_at)
  VALUES (%(user_id)s, %(user_name)s, %(user_email)s, %(user_email_verified)s, %(user_image)s,
          %(user_created_at)s, %(user_updated_at)s)
),
new_account AS (
  INSERT INTO public.account (id, account_id, provider_id, user_id, password, created_at, updated_at)
  VALUES (%(account_id)s, %(user_id)s, 'credential', %(user_id)s, %(password)s,
          %(user_created_at)s, %(user_updated_at)s)
),
ended AS (
  DELETE FROM public.session
   WHERE token = %(replaced)s
)
INSERT INTO public.session (id, token, user_id, expires_at, created_at, updated_at, ip_address, user_agent)
SELECT %(session_id)s, %(session_token)s, %(session_user_id)s, %(session_expires_at)s::timestamp,
       %(session_created_at)s::timestamp, %(session_updated_at)s::timestamp, %(session_ip_address)s,
       %(session_user_agent)s
 WHERE %(session_id)s::text IS NOT NULL
