/* list_sessions: live ones only; an expired row stays until rollup sweeps it */
SELECT id AS session_id,
       token,
       user_id,
       expires_at,
       created_at,
       updated_at,
       ip_address,
       user_agent
  FROM public.session
 WHERE user_id = %(user_id)s
   AND expires_at > timezone('UTC', now())
 ORDER BY created_at DESC
 LIMIT 100
