/* delete_session */
DELETE FROM public.session
 WHERE token = %(token)s
RETURNING id, user_id
