/* revoke_sessions: all of a user, but for one where it is named; and their API tokens where that is said */
WITH revoked AS (
  DELETE FROM spoor.api_tokens
   WHERE user_id = %(user_id)s
     AND %(and_tokens)s
)
DELETE FROM public.session
 WHERE user_id = %(user_id)s
   AND id IS DISTINCT FROM %(but)s
