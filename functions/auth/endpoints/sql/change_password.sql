/* change_password: of two at once, the one that knew the old password when it was changed; and with it what
   can reset it or delete the account */
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
)
SELECT FROM changed
