/* change_password_and_session: the user's sessions end and a new one begins, if the old password is still there */
WITH changed AS (
  UPDATE public.account
     SET password = %(new_password)s,
         updated_at = %(updated_at)s
   WHERE id = %(id)s
     AND password = %(old_password)s
  RETURNING user_id
),
revoked AS (
  DELETE FROM spoor.api_tokens USING changed WHERE api_tokens.user_id = changed.user_id AND %(and_tokens)s
),
forgotten AS (
  DELETE FROM public.verification USING changed
   WHERE value = changed.user_id AND (identifier LIKE 'reset-password:%%' OR identifier LIKE 'delete-account-%%')
),
ended AS (
  DELETE FROM public.session USING changed WHERE session.user_id = changed.user_id
)
INSERT INTO public.session (id, token, user_id, expires_at, created_at, updated_at, ip_address, user_agent)
SELECT %(session_id)s, %(session_token)s, changed.user_id, %(session_expires_at)s,
       %(session_created_at)s, %(session_updated_at)s, %(session_ip_address)s, %(session_user_agent)s
  FROM changed
