/* list_invitations_to: those that wait for an address, expired ones too */
SELECT i.id, i.organization_id, i.email, i.role, i.status, i.expires_at, i.created_at, i.inviter_id,
       o.name AS organization_name
  FROM spoor.invitation i
  JOIN spoor.organization o ON o.id = i.organization_id
 WHERE i.email = %(email)s
   AND i.status = 'pending'
 ORDER BY i.created_at DESC, i.id
 LIMIT 100
