/* revoke_sessions: all of a user, but for one where it is named */
DELETE FROM public.session
 WHERE user_id = %(user_id)s
   AND id IS DISTINCT FROM %(but)s
