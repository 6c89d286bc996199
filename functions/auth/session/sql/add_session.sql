/* add_session: twice is once, so that it may be sent again; what was counted for the account is forgotten, and the
   session that the browser had ends */
WITH forgotten AS (
  DELETE FROM spoor.rate_limit
   WHERE key = %(account_key)s
),
ended AS (
  DELETE FROM public.session
   WHERE token = %(replaced)s
)
INSERT INTO public.session (id, token, user_id, expires_at, created_at, updated_at, ip_address, user_agent)
VALUES (%(id)s, %(token)s, %(user_id)s, %(expires_at)s, %(created_at)s, %(updated_at)s, %(ip_address)s, %(user_agent)s)
    ON CONFLICT (id) DO NOTHING
