/* authorize: whose live sign-in session a token is; the foreign key vouches for the user */
SELECT id AS session_id, user_id
  FROM public.session
 WHERE token = %(token)s
   AND expires_at > timezone('UTC', now())
