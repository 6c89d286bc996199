/* list_sessions: live ones only; an expired row stays until rollup sweeps it */
SELECT s.id AS session_id,
       s.token,
       s.user_id,
       s.expires_at,
       s.created_at,
       s.updated_at,
       s.ip_address,
       s.user_agent,
       o.organization_id AS active_organization_id
  FROM public.session s
  LEFT JOIN spoor.session_organizations o ON o.session_id = s.id
 WHERE s.user_id = %(user_id)s
   AND s.expires_at > timezone('UTC', now())
 ORDER BY s.created_at DESC
 LIMIT 100
